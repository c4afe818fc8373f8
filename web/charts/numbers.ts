/** A number as a chart says it: no more decimals than anybody reads. */
export function numberInWords(value: number): string {
  const decimals = Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 1 || value === 0 ? 1 : 3
  return value.toLocaleString('en-GB', { maximumFractionDigits: decimals })
}
