import { ACTION_WORDS } from '../contracts/audit-words'
import { happened, headlineOf, meetingName, when } from '../contracts/notice-words'
import type { AllOfChild, JourneyOfChild } from '../db/all-of-child'
import { inFull } from '../domain/dates-in-words'
import { EVENT_TYPES, type EventDraft, type RecordedEvent } from '../domain/events'
import { dayOfItem } from '../domain/meeting-pack'
import { factTold } from '../domain/notices'
import { newestRule, ruleIdsOf, type Policy } from '../domain/policy'
import { instant, localDateOf, writeInstant, writeOccurrence } from '../domain/time'

/** All that is kept of a child as a page that a person can read and print, in HTML of its own without anything from elsewhere. */
export function subjectAccessPage(all: AllOfChild): string {
  const title = `What is kept of ${all.reference}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${text(title)}</title>
<style>
body { font: 16px/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
th, td { border: 1px solid #767676; padding: .3rem .6rem; text-align: left; vertical-align: top }
pre { font: inherit; white-space: pre-wrap; margin: 0 }
</style>
</head>
<body>
<h1>${text(title)}</h1>
<p>Written down ${text(when(writeInstant(all.at)))}.${all.practice ? ' This is practice, not a child.' : ''}</p>
<p><strong>Before this is given to anybody, a person must read it and take out what is about others</strong>: family, carers,
brothers and sisters, and whoever is named in what people wrote. People who work with the child are shown by their ids.</p>
${section('The child', facts(detailsInWords(all)))}
${section('Holds for the law', table(['When', 'What', 'By', 'Why'], holdsInWords(all)))}
${all.journeys.map(journeyInWords).join('\n')}
<h2>Copies</h2>
<p>${all.answers} answers to requests are kept for up to 30 days so that they can be given again. They say what is said here.
What was mailed lies in the mailboxes of those whom it was sent to. Backups hold what was so when they were made.</p>
</body>
</html>
`
}

function journeyInWords(journey: JourneyOfChild, index: number): string {
  const {
    policy,
    events,
    deadlines,
    milestones,
    facts: counted,
    notices,
    answers,
    packs,
    audit,
    siblings,
  } = journey
  const titleOf = titlesOf(policy)
  return `<h2>Journey ${index + 1}: from ${text(inFull(journey.startedOn))}</h2>
${facts([
  ['Id', journey.id],
  ['Locality', policy.localities.find(({ id }) => id === journey.locality)?.name ?? journey.locality],
  ['Team', journey.team ?? 'none'],
  ['Lead worker', journey.worker ?? 'none'],
  ['Stage', journey.stage],
  [
    'Ended',
    journey.closedOn === null ? 'it is open' : `${inFull(journey.closedOn)}: ${journey.closedReason ?? ''}`,
  ],
  ['Policy', policy.title],
  ['Brothers and sisters', siblings.length === 0 ? 'none are linked' : siblings.join(', ')],
])}
${section('What happened', table(['No.', 'When', 'What', 'In full', 'Recorded'], events.map(eventInWords), 3), 3)}
${section(
  'Deadlines',
  table(
    ['What', 'Due', 'Met', 'Not needed since'],
    deadlines.map(({ rule_id, due_on, met_on, met_late, cancelled_on }) => [
      titleOf(rule_id),
      inFull(due_on),
      met_on === null ? '' : `${inFull(met_on)}${met_late === true ? ', late' : ''}`,
      cancelled_on === null ? '' : inFull(cancelled_on),
    ]),
  ),
  3,
)}
${section(
  'Milestones, from which aims are counted',
  table(
    ['What', 'Kind', 'From', 'Reached', 'Untrue since'],
    milestones.map(({ rule_id, kind, started_on, reached_on, superseded_at }) => [
      titleOf(rule_id),
      kind,
      inFull(started_on),
      inFull(reached_on),
      superseded_at === null ? '' : inFull(localDateOf(instant(superseded_at))),
    ]),
  ),
  3,
)}
${section(
  'What reports count',
  table(
    ['Clock or meeting', 'From', 'What is known', 'Known from', 'Known until'],
    [
      ...counted.history.map(({ clock, instance, startedOn, knownFrom, knownTo, ...fact }) => [
        `${clock}, ${instance}`,
        inFull(startedOn),
        linesOf({ ...Object.fromEntries(Object.entries(fact).filter(([, value]) => value !== null)) }),
        inFull(writeInstant(knownFrom)),
        knownTo === null ? '' : inFull(writeInstant(knownTo)),
      ]),
      ...counted.meetings.map(({ kind, heldOn, locality, childHeard }) => [
        kind,
        inFull(heldOn),
        linesOf({ locality, childHeard }),
        '',
        '',
      ]),
      ...counted.delays.map(({ ruleId, saidOn, reason, locality }) => [
        `Delay of: ${titleOf(ruleId)}`,
        inFull(saidOn),
        linesOf({ reason, locality }),
        '',
        '',
      ]),
    ],
    2,
  ),
  3,
)}
${section(
  'Messages about the child',
  table(
    ['When', 'To', 'What', 'How it ended'],
    notices.map(({ at, agency, recipient, content, status, sentTo }) => [
      inFull(writeInstant(at)),
      `${agency}, ${recipient}${sentTo === undefined ? '' : ` (${sentTo})`}`,
      headlineOf(content),
      status,
    ]),
  ),
  3,
)}
${section(
  'Who answered an invitation to a meeting',
  table(
    ['When', 'Who', 'Which meeting', 'What'],
    answers.map(({ at, agency, recipient, address, meeting, meeting_at, answer, proposed }) => [
      inFull(writeInstant(instant(at))),
      `${agency}, ${recipient} (${address})`,
      `${meetingName(meeting)}, ${inFull(meeting_at)}`,
      proposed === null ? answer : `${answer}, ${inFull(proposed)}`,
    ]),
  ),
  3,
)}
${section(
  'In packs of PACE meetings',
  table(
    ['Meeting', 'What', 'When'],
    packs.map(({ locality, on, item }) => [
      `${locality}, ${inFull(on)}`,
      item.part === 'decided' ? item.event : item.part === 'diary' ? item.meeting : titleOf(item.ruleId),
      inFull(dayOfItem(item)),
    ]),
  ),
  3,
)}
${section(
  'Who saw it, and who did what',
  table(
    ['When', 'Who', 'What', 'Why'],
    audit.map(({ at, who, action, inList, reason }) => [
      inFull(writeInstant(instant(at))),
      who,
      `${actionInWords(action)}${inList ? ', in a list' : ''}`,
      reason ?? '',
    ]),
  ),
  3,
)}`
}

function detailsInWords({
  reference,
  details: { details, changedAt, changedBy },
}: AllOfChild): [string, string][] {
  const kept = Object.entries(details ?? {}).map(([name, value]): [string, string] => [
    labelOf(name),
    inFull(String(value)),
  ])
  const changed: [string, string][] =
    changedAt === undefined
      ? []
      : [['Last changed', `${inFull(writeInstant(instant(changedAt)))}, by ${changedBy}`]]
  return [['Reference', reference], ...kept, ...changed]
}

function holdsInWords({ holds }: AllOfChild): string[][] {
  return holds.map(({ holds: set, at, by, reason }) => [
    inFull(writeInstant(instant(at))),
    set ? 'Held' : 'Lifted',
    by,
    reason ?? '',
  ])
}

function eventInWords(event: RecordedEvent): string[] {
  const { number, type, occurred, recordedAt, recordedBy } = event
  return [
    String(number),
    inFull(writeOccurrence(occurred)),
    happened(type, type === 'event-corrected' ? '' : (factTold(event).detail ?? '')),
    linesOf(fieldsOf(event)),
    `${inFull(writeInstant(recordedAt))}, by ${recordedBy}`,
  ]
}

function fieldsOf(event: RecordedEvent | EventDraft): Record<string, unknown> {
  const { type: _type, occurred: _occurred, ...fields } = event
  const {
    id: _id,
    number: _number,
    recordedAt: _at,
    recordedBy: _by,
    ...own
  } = fields as Record<string, unknown>
  return own
}

// Indented, a field on a line: nothing is left out, whatever the type of event.
function linesOf(value: unknown, indent = ''): string {
  if (value === null) return 'none'
  if (typeof value === 'string') return inFull(value)
  if (typeof value !== 'object') return JSON.stringify(value)
  return Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([name, one]) => {
      const label = Array.isArray(value) ? `${Number(name) + 1}` : labelOf(name)
      const isNested = typeof one === 'object' && one !== null
      return isNested
        ? `${indent}${label}:\n${linesOf(one, `${indent}  `)}`
        : `${indent}${label}: ${linesOf(one)}`
    })
    .join('\n')
}

function labelOf(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function titlesOf(policy: Policy): (ruleId: string) => string {
  const known = new Set(ruleIdsOf(policy))
  return (ruleId) => (known.has(ruleId) ? newestRule(policy, ruleId).title : ruleId)
}

function actionInWords(action: string): string {
  const type = EVENT_TYPES.find((one) => action === `record.${one}`)
  return type === undefined ? (ACTION_WORDS[action] ?? action) : `Recorded: ${happened(type, '')}`
}

function section(title: string, body: string, level = 2): string {
  return `<h${level}>${text(title)}</h${level}>\n${body}`
}

function facts(rows: readonly (readonly [string, string])[]): string {
  return `<table>${rows.map(([name, value]) => `<tr><th scope="row">${text(name)}</th><td>${text(value)}</td></tr>`).join('')}</table>`
}

function table(heads: readonly string[], rows: readonly (readonly string[])[], pre?: number): string {
  if (rows.length === 0) return '<p>None.</p>'
  const head = heads.map((one) => `<th scope="col">${text(one)}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map((one, column) => cell(one, column === pre)).join('')}</tr>`)
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`
}

function cell(value: string, pre: boolean): string {
  return pre ? `<td><pre>${text(value)}</pre></td>` : `<td>${text(value)}</td>`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function text(value: string): string {
  return value.replaceAll(/[&<>"']/g, (one) => ESCAPES[one] ?? one)
}
