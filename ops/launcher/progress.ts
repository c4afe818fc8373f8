/** Tells the person who started PACE what goes on, a line for each step. */
export class Progress {
  constructor(
    private readonly write: (text: string) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  readonly say = (line: string): void => this.write(`${line}\n`)

  /** Does one step and says how long it took once it is done. A step that fails says nothing: its error will. */
  async step<T>(what: string, work: () => Promise<T>): Promise<T> {
    const began = this.now()
    const result = await work()
    this.say(`${what}: ready after ${((this.now() - began) / 1000).toFixed(1)} s`)
    return result
  }
}
