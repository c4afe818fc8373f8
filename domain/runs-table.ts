/**
 * How many runs are to be expected by chance of so many useful points, the lower and the upper limit included: the published
 * table at 5 % (Perla, Provost and Murray, "The run chart", BMJ Quality and Safety 2011; 20: 46-51).
 */
const LIMITS: Readonly<Record<number, readonly [lower: number, upper: number]>> = {
  10: [3, 9],
  11: [3, 10],
  12: [3, 11],
  13: [4, 11],
  14: [4, 12],
  15: [5, 12],
  16: [5, 13],
  17: [5, 13],
  18: [6, 14],
  19: [6, 15],
  20: [6, 16],
  21: [7, 16],
  22: [7, 17],
  23: [7, 17],
  24: [8, 18],
  25: [8, 18],
  26: [9, 19],
  27: [10, 19],
  28: [10, 20],
  29: [10, 20],
  30: [11, 21],
  31: [11, 22],
  32: [11, 23],
  33: [12, 23],
  34: [12, 24],
  35: [12, 24],
  36: [13, 25],
  37: [13, 25],
  38: [14, 26],
  39: [14, 26],
  40: [15, 27],
}

/** The limits for so many useful points; undefined for fewer or more than the table has. */
export function runLimits(useful: number): readonly [lower: number, upper: number] | undefined {
  return LIMITS[useful]
}
