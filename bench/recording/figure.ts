import { spreadOf } from '../load/percentiles'
import type { Load } from '../load/open-loop'
import { perSecond, type LoadedRun } from '../load/loaded-run'
import type { PeerName } from '../peers/store'
import type { Figure, Row, Verdict } from '../report/figure'

/** Times the p99 of a DBOS send of the same payload behind the same HTTP shell. */
const mostTimesDbosSend = 1.5

const peerTitles: Readonly<Record<PeerName, string>> = {
  'bare-insert': 'a bare one-row insert',
  'dbos-send': 'a DBOS send',
}

/** How long recording an event takes, from the request to the durable answer, beside its peers. */
export function recordingFigure({ pace, peers }: LoadedRun, seconds: number): Figure {
  const measured = Object.entries(peers) as [PeerName, Load][]
  return {
    title: 'Recording an event, from the request to the durable answer (milliseconds)',
    circumstances: [
      `open loop, ${perSecond} requests a second at random moments for ${seconds} s each, in turns; counted from the intended arrival`,
      'PACE with its worker and relay conducting, DBOS with its workflows receiving; the same bodies, HTTP shell and PostgreSQL',
    ],
    columns: ['count', 'errors', 'p50', 'p95', 'p99', 'max', 'sent late p99'],
    rows: [row('PACE', pace), ...measured.map(([name, load]) => row(peerTitles[name], load))],
    verdicts: measured.flatMap(([name, load]) => verdicts(pace, name, load)),
    remarks: errorsOf([['PACE', pace], ...measured]),
  }
}

function row(name: string, { latencies, errors, sentLate }: Load): Row {
  const { count, p50, p95, p99, max } = spreadOf(latencies)
  return { name, values: [count, errors.length, p50, p95, p99, max, spreadOf(sentLate).p99] }
}

function verdicts(pace: Load, name: PeerName, peer: Load): Verdict[] {
  const [ours, theirs] = [spreadOf(pace.latencies), spreadOf(peer.latencies)]
  return [
    {
      what: `p99 of PACE to ${peerTitles[name]}`,
      measured: ours.p99 / theirs.p99,
      unit: ' x',
      ...(name === 'dbos-send' && { budget: mostTimesDbosSend }),
    },
    { what: `p50 of PACE to ${peerTitles[name]}`, measured: ours.p50 / theirs.p50, unit: ' x' },
  ]
}

function errorsOf(loads: readonly (readonly [string, Load])[]): string[] {
  return loads.flatMap(([name, { errors }]) =>
    errors.slice(0, 3).map((error) => `An error of ${name}: ${error}`),
  )
}
