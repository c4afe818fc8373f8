/** What the parts write of their work: structured, without names, references or what people wrote. pino is one. */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
