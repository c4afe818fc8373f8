import type { ChronologyAnswer } from '../../contracts/chronology-schema'
import { inFull } from '../../domain/dates-in-words'
import type { Instant } from '../../domain/time'
import { correctedWords, lateWords, occurredWords } from '../chronology'
import { PART_WORDS } from '../words'
import type { Block, Paper } from './paper'

/** The chronology of a journey as a paper, for the members of a panel. */
export function chronologyPaper(chronology: ChronologyAnswer): Paper {
  const { childReference, name, authority, practice, summary, entries, overdue, asOf, withheld } = chronology
  const called = name === null ? childReference : `${name} (${childReference})`
  return {
    title: 'Chronology',
    subtitle: practice ? `${called}: practice, about no child` : called,
    marking: `${authority} · Official: sensitive · Chronology of ${childReference}`,
    footer: `As recorded in PACE at ${inFull(asOf)}`,
    madeAt: asOf as Instant,
    blocks: [
      ...(withheld.length === 0
        ? []
        : [quiet(`Not shown: ${withheld.map((part) => PART_WORDS[part].toLowerCase()).join('; ')}.`)]),
      { kind: 'facts', rows: summary.map((row) => [row.name, row.value] as const) },
      ...overdueBlocks(overdue),
      { kind: 'heading', text: 'What has happened' },
      {
        kind: 'table',
        title: 'What has happened, the earliest first',
        columns: [
          { title: 'When', share: 1.2 },
          { title: 'What', share: 3 },
          { title: 'Recorded by', share: 1 },
        ],
        rows: entries.map((entry) => [occurredWords(entry.at), saidIn(entry), entry.recordedBy]),
      },
    ],
  }
}

function overdueBlocks(overdue: ChronologyAnswer['overdue']): Block[] {
  if (overdue.length === 0) return []
  return [
    { kind: 'heading', text: 'Late and not done yet' },
    { kind: 'list', items: overdue.map(lateWords) },
  ]
}

function saidIn({ title, details, late, corrected }: ChronologyAnswer['entries'][number]): string {
  return [
    corrected?.how === 'withdrawn' ? `${title} (withdrawn)` : title,
    ...details.map(({ name, value }) => `${name}: ${value}`),
    ...late.map((one) => `Late: ${lateWords(one)}`),
    ...(corrected === null ? [] : [correctedWords(corrected)]),
  ].join('\n')
}

function quiet(text: string): Block {
  return { kind: 'paragraph', text, quiet: true }
}
