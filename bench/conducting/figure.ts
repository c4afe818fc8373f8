import { perSecond } from '../load/loaded-run'
import { spreadOf } from '../load/percentiles'
import type { Figure, Row } from '../report/figure'

/** How long it takes from the answer of a recording until the event has been conducted. */
export function conductingFigure(
  oneAtATime: readonly number[],
  loaded: { readonly delays: readonly number[]; readonly leftBehind: number },
): Figure {
  return {
    title: 'From recorded to conducted (milliseconds)',
    circumstances: [
      'from the answer of the recording until conducted_seq reaches the event, looked for every 5 ms',
    ],
    columns: ['count', 'p50', 'p95', 'p99', 'max'],
    rows: [row('one at a time', oneAtATime), row(`at ${perSecond} recordings a second`, loaded.delays)],
    verdicts: [],
    remarks:
      loaded.leftBehind === 0
        ? []
        : [`${loaded.leftBehind} events were not conducted a minute after the load`],
  }
}

function row(name: string, delays: readonly number[]): Row {
  const { count, p50, p95, p99, max } = spreadOf(delays)
  return { name, values: [count, p50, p95, p99, max] }
}
