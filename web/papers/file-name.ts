/** A part of the name of a file: letters, digits and dashes alone. */
export function fileName(text: string): string {
  return text.replace(/[^A-Za-z0-9-]+/g, '-')
}
