import { Command, InvalidArgumentError } from 'commander'

/** What can be measured, in the order in which it is. */
export const figureNames = ['history', 'rehearsal', 'conducting', 'recording', 'import', 'reports'] as const
export type FigureName = (typeof figureNames)[number]

/** What the person who started the benchmarks asked for. */
export interface Asked {
  readonly figures: ReadonlySet<FigureName>
  /** How long each of those compared is under load. */
  readonly seconds: number
  /** How many journeys are brought in, ten events each. */
  readonly journeys: number
  /** How many journeys the record has that reports are read from, ten events each. */
  readonly record: number
}

const fewestSeconds = 2
const mostSeconds = 300
const mostJourneys = 30_000
const mostOfRecord = 500_000

/** Reads what stands after `npm run bench --`. Wrong words end the process with 1, after saying which are right. */
export function readAsked(words: readonly string[]): Asked {
  const command = new Command('npm run bench --')
    .description(
      'Measures PACE in an installation of its own beside its peers, prints the figures and keeps them in reports/bench.json.',
    )
    .argument('[figures...]', `of ${figureNames.join(', ')}; all when none is named`, figureAfter)
    .option('--seconds <number>', 'how long each of those compared is under load', secondsIn, 30)
    .option(
      '--journeys <number>',
      'how many journeys are brought in, with ten events each',
      journeysIn,
      15_000,
    )
    .option(
      '--record <number>',
      'how many journeys the record has that reports are read from, with ten events each',
      recordIn,
      100_000,
    )
    .parse(words, { from: 'user' })
  const [named = []] = command.processedArgs as [FigureName[] | undefined]
  return {
    figures: new Set(named.length === 0 ? figureNames : named),
    ...command.opts<{ seconds: number; journeys: number; record: number }>(),
  }
}

function figureAfter(word: string, earlier: FigureName[] | undefined): FigureName[] {
  const name = figureNames.find((known) => known === word)
  if (name === undefined) throw new InvalidArgumentError(`The figures are ${figureNames.join(', ')}.`)
  return [...(earlier ?? []), name]
}

function journeysIn(word: string): number {
  const journeys = Number(word)
  if (Number.isInteger(journeys) && journeys >= 10 && journeys <= mostJourneys) return journeys
  throw new InvalidArgumentError(`It must be a whole number from 10 to ${mostJourneys}.`)
}

function recordIn(word: string): number {
  const journeys = Number(word)
  if (Number.isInteger(journeys) && journeys >= 100 && journeys <= mostOfRecord) return journeys
  throw new InvalidArgumentError(`It must be a whole number from 100 to ${mostOfRecord}.`)
}

function secondsIn(word: string): number {
  const seconds = Number(word)
  if (seconds >= fewestSeconds && seconds <= mostSeconds) return seconds
  throw new InvalidArgumentError(`It must be a number from ${fewestSeconds} to ${mostSeconds}.`)
}
