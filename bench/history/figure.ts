import type { Figure } from '../report/figure'
import type { HistorySize } from './history'
import { steps } from './reference-journey'

const mostEvents = 260
const mostBytes = 80_000

/** How much the engine keeps of the reference journey. */
export function historyFigure({ events, bytes, types }: HistorySize, notices: number): Figure {
  return {
    title: 'The history of the reference journey in the engine',
    circumstances: [
      `from its start to the lodging: ${steps.length + 1} events recorded, each step that has a deadline 3 days before it, and ${notices} notices`,
      "a practice journey by the engine's time skipping",
    ],
    columns: ['events', 'bytes'],
    rows: [
      { name: 'in all', values: [events, bytes] },
      ...types.map(([name, ...values]) => ({ name, values })),
    ],
    verdicts: [
      { what: 'events', measured: events, budget: mostEvents, unit: '' },
      { what: 'encoded', measured: bytes / 1_000, budget: mostBytes / 1_000, unit: ' KB' },
    ],
    remarks: [],
  }
}
