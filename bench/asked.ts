import { Command, InvalidArgumentError } from 'commander'

/** What can be measured, in the order in which it is. */
export const figureNames = ['history', 'conducting', 'recording'] as const
export type FigureName = (typeof figureNames)[number]

/** What the person who started the benchmarks asked for. */
export interface Asked {
  readonly figures: ReadonlySet<FigureName>
  /** How long each of those compared is under load. */
  readonly seconds: number
}

const fewestSeconds = 2
const mostSeconds = 300

/** Reads what stands after `npm run bench --`. Wrong words end the process with 1, after saying which are right. */
export function readAsked(words: readonly string[]): Asked {
  const command = new Command('npm run bench --')
    .description(
      'Measures PACE in an installation of its own beside its peers, prints the figures and keeps them in reports/bench.json.',
    )
    .argument('[figures...]', `of ${figureNames.join(', ')}; all when none is named`, figureAfter)
    .option('--seconds <number>', 'how long each of those compared is under load', secondsIn, 30)
    .parse(words, { from: 'user' })
  const [named = []] = command.processedArgs as [FigureName[] | undefined]
  return {
    figures: new Set(named.length === 0 ? figureNames : named),
    seconds: command.opts<{ seconds: number }>().seconds,
  }
}

function figureAfter(word: string, earlier: FigureName[] | undefined): FigureName[] {
  const name = figureNames.find((known) => known === word)
  if (name === undefined) throw new InvalidArgumentError(`The figures are ${figureNames.join(', ')}.`)
  return [...(earlier ?? []), name]
}

function secondsIn(word: string): number {
  const seconds = Number(word)
  if (seconds >= fewestSeconds && seconds <= mostSeconds) return seconds
  throw new InvalidArgumentError(`It must be a number from ${fewestSeconds} to ${mostSeconds}.`)
}
