/** Tells what happens, each line with the seconds since the beginning. */
export class Story {
  private readonly began = performance.now()

  constructor(private readonly write: (text: string) => void) {}

  readonly say = (line: string): void => {
    const seconds = ((performance.now() - this.began) / 1000).toFixed(1)
    this.write(`${seconds.padStart(6)} s  ${line}\n`)
  }

  /** Does one step and then says what it came to. A step that fails says nothing: its error will. */
  async step<T>(work: () => Promise<T>, done: (result: T) => string): Promise<T> {
    const result = await work()
    this.say(done(result))
    return result
  }
}
