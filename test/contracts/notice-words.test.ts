import { headlineOf, writeDigest, writeNotice } from '../../contracts/notice-words'
import { EVENT_TYPES, type FactType, type RecordedEvent } from '../../domain/events'
import { factTold, noticesAt, type NoticeContent } from '../../domain/notices'
import { fillingsOf, WORD_KEYS } from '../../domain/own-words'
import type { LocalDate } from '../../domain/time'
import { corrigenda } from '../../domain/told'
import {
  andThen,
  at,
  corrected,
  dateSet,
  decided,
  fact,
  fedBack,
  granted,
  hearingHeld,
  legalBasis,
  lodged,
  meetingHeld,
  panelHeld,
  parentsNotified,
  pathwayChanged,
  peerReviewHeld,
  placed,
  recommended,
  recorded,
  refused,
  returned,
  reviewHeld,
  started,
  transferred,
  typed,
  visited,
  wholeState,
  wholeTimetable,
  withdrawn,
  closed,
  type Fact,
} from '../support/journeys'

const about = { childReference: 'CAI-7', locality: 'Caithness', link: 'https://pace.example/journeys/7' }
const NOW = '2026-06-01T12:00:00+01:00'
const noticesOf = (record: readonly RecordedEvent[], now = NOW) =>
  noticesAt(wholeState(record), wholeTimetable, at(now))
const start = started('2026-03-02')
const meeting = meetingHeld('72-hour', '2026-03-04T14:00:00Z', {
  agreedDates: { threeMonth: '2026-05-28T10:00:00+01:00', sixMonth: '2026-08-27' },
})
const record = recorded(start, meeting)
/** The lines between the locality and the address: what the message says. */
const saying = (content: Parameters<typeof writeNotice>[0]) => {
  const lines = writeNotice(content, about).text.split('\n')
  return lines.slice(3, lines.indexOf('Read it, after signing in:') - 1)
}
/** What one person hears who was told everything of a record, when it was corrected since. */
const heardAfter = (before: readonly RecordedEvent[], after: readonly RecordedEvent[], key: string) => {
  const wrong = corrigenda(wholeState(after), noticesOf(before), at(NOW))
  const found = wrong.find((one) => one.key.startsWith(key))
  if (found === undefined) throw new Error(`Nobody is told of ${key}`)
  return found.content
}

test('a message has the reference, the locality and the address, and names no child', () => {
  const [notice] = noticesOf(record)
  const { html: _html, ...plain } = writeNotice(notice!.content, about)
  expect(plain).toEqual({
    subject: 'PACE: The child became looked after (CAI-7)',
    text: [
      'Child reference: CAI-7',
      'Locality: Caithness',
      '',
      'The child became looked after on Monday 2 March 2026.',
      '',
      'Read it, after signing in:',
      'https://pace.example/journeys/7',
      '',
      'This message names no child on purpose. Please do not add a name when you reply or forward it.',
      '',
    ].join('\n'),
  })
})

/** The words of a page, a line for each paragraph, item and heading, as somebody hears it read. */
const readAloud = (html: string) =>
  html
    .replace(/^.*<body[^>]*>/s, '')
    .replaceAll('<br>', '\n')
    .split(/\n|<\/(?:p|li|h\d)>/)
    .map((line) =>
      line
        .replace(/<[^>]+>/g, '')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&')
        .trim(),
    )
    .filter(Boolean)

describe('a page beside the text', () => {
  const all = noticesOf(andThen(record, dateSet('panel', '2026-07-01', { on: '2026-05-01' })))

  test('says the same in the same order, below a heading, with real lists and nothing to be fetched', () => {
    expect(all.length).toBeGreaterThan(5)
    for (const { content } of all) {
      const { html, text } = writeNotice(content, about)
      const [heading, ...lines] = readAloud(html)
      expect(heading).toBe(headlineOf(content))
      expect(lines).toEqual(
        text
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      )
      expect(html).toMatch(/^<!doctype html>\n<html lang="en-GB">/)
      expect(html).not.toMatch(/<(img|link|script|style|iframe|object)|url\(|src=/)
      expect(html.match(/https?:[^"<]*/g)).toEqual([about.link, about.link])
    }
    const withDates = writeNotice(
      all.find(({ content }) => 'dates' in content && content.dates.length)!.content,
      about,
    )
    expect(withDates.html).toContain('<ul><li>')
  })

  test('says what has the signs of HTML in it as it is', () => {
    const { html } = writeNotice(all[0]!.content, { ...about, locality: 'Skye & <Raasay>' })
    expect(html).toContain('<p>Locality: Skye &amp; &lt;Raasay&gt;</p>')
  })
})

describe('a digest', () => {
  const due = { rule: 'six-week-review', title: '6-week review', dueOn: '2026-04-13' as LocalDate }
  const of = (childReference: string, locality: string, content: NoticeContent) => ({
    childReference,
    locality,
    content,
    link: `https://pace.example/journeys/${childReference}`,
  })
  const notices = [
    of('CAI-1', 'Caithness', { about: 'reminder', ...due }),
    of('SKY-1', 'Skye', { about: 'reminder', ...due }),
    of('SKY-2', 'Skye', { about: 'reminder', ...due }),
    of('SKY-2', 'Skye', { about: 'missed', ...due, title: 'First visit' }),
  ]

  test('has all by locality and child, what is overdue first, and the address of each journey once', () => {
    const { subject, text } = writeDigest(notices, '2026-04-14' as LocalDate)
    expect(subject).toBe('PACE: 4 notices for Tuesday 14 April 2026')
    expect(text.split('\n').filter(Boolean)).toEqual([
      '1 of them is about what is overdue.',
      'Locality: Skye',
      'Child reference: SKY-2',
      'First visit was due on Monday 13 April 2026 and is not recorded.',
      '6-week review is due on Monday 13 April 2026.',
      'It is not recorded yet.',
      'Read it, after signing in:',
      'https://pace.example/journeys/SKY-2',
      'Child reference: SKY-1',
      '6-week review is due on Monday 13 April 2026.',
      'It is not recorded yet.',
      'Read it, after signing in:',
      'https://pace.example/journeys/SKY-1',
      'Locality: Caithness',
      'Child reference: CAI-1',
      '6-week review is due on Monday 13 April 2026.',
      'It is not recorded yet.',
      'Read it, after signing in:',
      'https://pace.example/journeys/CAI-1',
      'This message names no child on purpose. Please do not add a name when you reply or forward it.',
    ])
  })

  test('is the same in whatever order its notices come, and says as a page what it says as text', () => {
    const day = '2026-04-14' as LocalDate
    const written = writeDigest(notices, day)
    expect(writeDigest([...notices].reverse(), day)).toEqual(written)
    expect(readAloud(written.html).slice(1)).toEqual(written.text.split('\n').filter(Boolean))
  })
})

describe('a council’s own sentences', () => {
  const due = { rule: 'six-week-review', title: '6-week review', dueOn: '2026-04-13' as LocalDate }
  const dates = { occurredAt: '2026-03-02', dates: [] }
  const chair = { agency: 'social-work', recipient: 'chair', meeting: 'panel', at: '2026-05-28' } as const
  const meeting = { uid: 'u', sequence: 0, meeting: 'panel', at: '2026-05-28', carries: [] } as const
  const contents: Record<string, NoticeContent> = {
    recorded: { about: 'recorded', event: 'visit-made', ...dates },
    reminder: { about: 'reminder', ...due },
    missed: { about: 'missed', ...due },
    escalation: { about: 'escalation', ...due },
    settled: { about: 'settled', ...due, how: 'met' },
    'not-needed': { about: 'settled', ...due, how: 'not-needed' },
    reopened: { about: 'reopened', ...due },
    moved: { about: 'moved', rule: due.rule, title: due.title, now: due },
    'not-due': { about: 'moved', rule: due.rule, title: due.title, was: due },
    corrected: { about: 'corrected', event: 'visit-made', was: dates },
    summary: { about: 'summary', event: 'visit-made', occurredAt: '2026-03-02', deadlines: [] },
    opened: { about: 'opened', by: 'ann', at: at(NOW), until: at(NOW) },
    undelivered: {
      about: 'undelivered',
      agency: 'health',
      to: 'contact',
      of: { about: 'missed', ...due },
      others: 2,
    },
    invitation: { about: 'invitation', method: 'REQUEST', ...meeting },
    'invitation-moved': { about: 'invitation', method: 'REQUEST', ...meeting, was: '2026-05-27' },
    'invitation-cancelled': { about: 'invitation', method: 'CANCEL', ...meeting, because: 'held' },
    'not-invited': { about: 'invitation', method: 'CANCEL', ...meeting, because: 'not-invited' },
    'chair-declined': { about: 'answer', answer: 'declined', ...chair },
    'other-time': { about: 'answer', answer: 'counter', ...chair },
    overlap: { about: 'overlap', ...chair, otherAt: '2026-05-28' },
  }
  const headlines = WORD_KEYS.filter((key) => key.startsWith('notice.headline.'))

  test('stand for the headline of each kind', () => {
    expect(headlines.map((key) => key.slice(16)).sort()).toEqual([...Object.keys(contents), 'digest'].sort())
    for (const [kind, content] of Object.entries(contents)) {
      const filled = fillingsOf(`notice.headline.${kind}`)!.map((name) => `{${name}}`)
      const words = { [`notice.headline.${kind}`]: `Ours ${filled.join(' ')}` }
      const headline = headlineOf(content, words)
      expect(headline).toMatch(/^Ours/)
      expect(headline).not.toMatch(/[{}]/)
      expect(headline).not.toBe(headlineOf(content))
    }
  })

  test('stand for the greeting, the way to read it and the close', () => {
    const words = {
      'notice.greeting': 'Good morning.',
      'notice.read-it': 'Here:',
      'notice.closing': 'Kinlarroch Council',
    }
    const lines = writeNotice(contents['missed']!, { ...about, words })
      .text.split('\n')
      .filter(Boolean)
    expect([lines[0], lines.at(-3), lines.at(-1)]).toEqual(['Good morning.', 'Here:', 'Kinlarroch Council'])
  })

  test('say who could not be reached, and how many more were refused with it', () => {
    expect(saying(contents['undelivered']!)).toEqual([
      'The message "6-week review is overdue" to health could not be delivered. So were 2 more of this journey.',
      'Tell them yourself if it presses. Why it failed, and whom else it can be sent to, stand on the page of the journey.',
    ])
  })
})

describe('what happened', () => {
  const sentences: [Fact, string][] = [
    [start, 'The child became looked after'],
    [pathwayChanged('2026-05-01', 'at-home'), 'The child is now looked after at home'],
    [legalBasis('2026-05-01', 'cso'), 'The legal basis changed: compulsory supervision order'],
    [legalBasis('2026-05-01', 'icso'), 'The legal basis changed: interim compulsory supervision order'],
    [legalBasis('2026-05-01', 'cpo'), 'The legal basis changed: child protection order'],
    [legalBasis('2026-05-01', 'voluntary-s25'), 'The legal basis changed: voluntary, section 25'],
    [legalBasis('2026-05-01', 'permanence-order'), 'The legal basis changed: permanence order'],
    [placed('2026-05-01'), 'The placement changed: foster'],
    [fact('worker-assigned', '2026-05-01', { worker: 'ann', as: 'lead' }), 'A lead worker was assigned'],
    [
      fact('worker-assigned', '2026-05-01', { worker: 'ann', as: 'cover' }),
      'A worker covers for the lead worker',
    ],
    [visited('2026-05-01'), 'The child was visited'],
    [meetingHeld('3-month', '2026-05-01'), 'The 3-month child plan meeting was held'],
    [meetingHeld('other', '2026-05-01'), 'A child plan meeting was held'],
    [dateSet('panel', '2026-07-01', { on: '2026-05-01' }), 'A meeting date was set'],
    [reviewHeld('6-week', '2026-05-01'), 'The 6-week review was held'],
    [recommended('2026-05-01'), 'Permanence was recommended: away from home'],
    [panelHeld('2026-05-01', 'not-supported'), 'The permanence panel was held: not supported'],
    [decided('2026-05-01'), 'The agency decision was made: approve permanence order'],
    [parentsNotified('2026-05-01'), 'The parents were told of the agency decision'],
    [fact('hearing-advice-requested', '2026-05-01', {}), "The hearing's advice was asked for"],
    [hearingHeld('2026-05-01'), "A children's hearing was held"],
    [fact('hearing-advice-given', '2026-05-01', {}), "The hearing's advice was given"],
    [
      fact('consent-recorded', '2026-05-01', { of: 'child', to: 'adoption', consent: 'given' }),
      'Consent was recorded: given',
    ],
    [lodged('2026-05-01'), 'An application was lodged: permanence order'],
    [granted('2026-05-01', 'kinship-care-order'), 'An order was granted: kinship care order'],
    [refused('2026-05-01'), 'An order was refused: permanence order'],
    [withdrawn('2026-05-01'), 'An application was withdrawn: permanence order'],
    [peerReviewHeld('2026-05-01'), 'The peer review was held'],
    [fedBack('2026-05-01', 'team-manager'), 'The peer review was fed back to the team manager'],
    [
      fact('delay-explained', '2026-05-01', { ruleId: 'permanence-panel', reason: 'panel-date' }),
      'A delay was explained: panel date',
    ],
    [
      fact('policy-adopted', '2026-05-01', { policy: 'highland', version: 2 }),
      'The journey is now under a new version of the policy',
    ],
    [returned('2026-05-01'), 'The child returned to the family'],
    [transferred('2026-05-01', { locality: 'skye' }), 'The journey was transferred: skye'],
    [
      transferred('2026-05-01', { authority: 'argyll-and-bute' }),
      'The journey was transferred: argyll and bute',
    ],
    [closed('2026-05-01', 'aged-out'), 'The journey was closed: aged out'],
  ]

  test.each(sentences)('%# is a sentence: %j', (one, sentence) => {
    const [event] = recorded(one)
    const content = { about: 'recorded', event: one.type, ...factTold(event!) } as const
    expect(headlineOf(content)).toBe(sentence)
  })

  test('has a sentence for each type of event', () => {
    const types = new Set<string>(sentences.map(([{ type }]) => type))
    expect(EVENT_TYPES.filter((type) => !types.has(type))).toEqual(['event-corrected'] satisfies (
      FactType | 'event-corrected'
    )[])
  })
})

describe('the dates of meetings', () => {
  test('are said, the 6-month meeting with what it is committed to', () => {
    const [notice] = noticesOf(record).filter(({ key }) => key.startsWith('event/event-2/'))
    expect(saying(notice!.content)).toEqual([
      'The 72-hour child plan meeting was held at 14:00 on Wednesday 4 March 2026.',
      '',
      'Dates that were agreed:',
      '  3-month meeting: 10:00 on Thursday 28 May 2026',
      '  6-month meeting: Thursday 27 August 2026, committed to a permanence recommendation',
      'An invitation to each comes by itself.',
    ])
  })

  test('that are off are said to be cancelled', () => {
    const off = dateSet('panel', '2026-07-01', { on: '2026-05-01', cancelled: true })
    const [notice] = noticesOf(recorded(start, off)).filter(({ key }) => key.startsWith('event/event-2/'))
    expect(saying(notice!.content)).toEqual([
      'A meeting date was set on Friday 1 May 2026.',
      '',
      'Cancelled:',
      '  panel meeting: Wednesday 1 July 2026',
    ])
  })
})

describe('a deadline', () => {
  const said = (ruleId: string, now: string, record = recorded(started('2026-03-02T10:00:00Z'))) => {
    const { content } = noticesOf(record, now).find(
      (one) => 'rule' in one.content && one.content.rule === ruleId,
    )!
    return [headlineOf(content), ...saying(content)]
  }

  test('is reminded of with its day, and of the 72 hours with the moment', () => {
    expect(said('six-week-review', '2026-04-12T12:00:00+01:00')).toEqual([
      '6-week review is due on Monday 13 April 2026',
      '6-week review is due on Monday 13 April 2026.',
      'It is not recorded yet.',
    ])
    expect(said('seventy-two-hour-meeting', '2026-03-04T12:00:00Z')[0]).toBe(
      '72-hour child plan meeting is due at 10:00 on Thursday 5 March 2026',
    )
  })

  test('that was missed is overdue', () => {
    expect(said('six-week-review', '2026-04-14T12:00:00+01:00')).toEqual([
      '6-week review is overdue',
      '6-week review was due on Monday 13 April 2026 and is not recorded.',
    ])
  })

  test('that is still missed says why a senior hears of it', () => {
    const [escalation] = noticesOf(record, '2026-04-20T12:00:00+01:00').filter(
      ({ to, content }) =>
        to === 'service-manager' && 'rule' in content && content.rule === 'six-week-review',
    )
    expect(headlineOf(escalation!.content)).toBe('6-week review is still overdue')
    expect(saying(escalation!.content)).toEqual([
      '6-week review was due on Monday 13 April 2026 and is still not recorded.',
      'You are told because it has been open for longer than it may be.',
    ])
  })

  test('that was past when it was recorded is in one summary', () => {
    const late = recorded(typed('2026-04-01T12:00:00+01:00', start))
    const [summary] = noticesOf(late, '2026-04-01T12:00:00+01:00').filter(({ key }) =>
      key.startsWith('summary'),
    )
    expect(headlineOf(summary!.content)).toBe('Recorded late: what was due already')
    expect(saying(summary!.content)).toEqual([
      'The child became looked after on Monday 2 March 2026. It was recorded after these moments had passed:',
      '  72-hour child plan meeting: was due on Thursday 5 March 2026',
      '  First visit to the placement: was due on Monday 9 March 2026',
      '  6-week review: is due on Monday 13 April 2026',
      'Nothing more is sent about what is past.',
    ])
  })
})

describe('a message that was wrong', () => {
  test('is told with what it said, the dates that do not stand, and what is so', () => {
    const mended = meetingHeld('72-hour', '2026-03-05', {
      agreedDates: { threeMonth: '2026-05-28T10:00:00+01:00', sixMonth: '2026-08-28' },
    })
    const content = heardAfter(record, corrected(record, 2, mended), 'corrected/event-2/')
    expect(headlineOf(content)).toBe('An earlier message was wrong')
    expect(saying(content)).toEqual([
      'An earlier message told you:',
      '  The 72-hour child plan meeting was held at 14:00 on Wednesday 4 March 2026.',
      'It gave dates that do not stand:',
      '  6-month meeting: Thursday 27 August 2026, committed to a permanence recommendation',
      '',
      'The record was corrected:',
      'The 72-hour child plan meeting was held on Thursday 5 March 2026.',
      '',
      'Dates that were agreed:',
      '  3-month meeting: 10:00 on Thursday 28 May 2026',
      '  6-month meeting: Friday 28 August 2026, committed to a permanence recommendation',
      'An invitation to each comes by itself.',
    ])
  })

  test('names no dates where those stand', () => {
    const mended = meetingHeld('72-hour', '2026-03-05', {
      agreedDates: { threeMonth: '2026-05-28T10:00:00+01:00', sixMonth: '2026-08-27' },
    })
    const lines = saying(heardAfter(record, corrected(record, 2, mended), 'corrected/event-2/'))
    expect(lines).not.toContain('It gave dates that do not stand:')
  })

  test('of what did not happen says so, with every date that it gave', () => {
    const content = heardAfter(record, corrected(record, 2, null), 'corrected/event-2/')
    expect(headlineOf(content)).toBe('An earlier message was wrong')
    expect(saying(content)).toEqual([
      'An earlier message told you:',
      '  The 72-hour child plan meeting was held at 14:00 on Wednesday 4 March 2026.',
      'It gave dates that do not stand:',
      '  3-month meeting: 10:00 on Thursday 28 May 2026',
      '  6-month meeting: Thursday 27 August 2026, committed to a permanence recommendation',
      '',
      'That did not happen.',
    ])
  })

  test('keeps apart what people wrote in their own words', () => {
    const words = andThen(record, reviewHeld('6-week', '2026-04-10', { outcome: 'a bed by the window' }))
    const content = heardAfter(words, corrected(words, 3, null), 'corrected/event-3/')
    expect(writeNotice(content, about).text).not.toContain('window')
  })
})

describe('a date that was told and does not stand', () => {
  const moved = (after: readonly RecordedEvent[], rule = 'six-week-review') => {
    const content = heardAfter(record, after, `moved/${rule}/`)
    return [headlineOf(content), ...saying(content)]
  }

  test('is told with the date that stands', () => {
    expect(moved(corrected(record, 1, started('2026-03-09')))).toEqual([
      '6-week review is now due on Monday 20 April 2026',
      '6-week review is now due on Monday 20 April 2026.',
      'An earlier message told you that it was due on Monday 13 April 2026. That date does not stand.',
    ])
  })

  test('is told to be none, where nothing is due any more', () => {
    const home = corrected(record, 1, started('2026-03-02', { pathway: 'at-home', legalBasis: 'cso' }))
    expect(moved(home)).toEqual([
      '6-week review is not due any more',
      '6-week review is not due any more.',
      'An earlier message told you that it was due on Monday 13 April 2026. That date does not stand.',
    ])
  })

  test('is told again, when it is due after all', () => {
    const home = corrected(record, 1, started('2026-03-02', { pathway: 'at-home', legalBasis: 'cso' }))
    const heard = noticesOf(record)
    const once = corrigenda(wholeState(home), heard, at(NOW))
    const again = corrigenda(wholeState(corrected(home, 1, start)), [...heard, ...once], at(NOW))
    const content = again.find(({ key }) => key.startsWith('moved/six-week-review/'))!.content
    expect([headlineOf(content), ...saying(content)]).toEqual([
      '6-week review is now due on Monday 13 April 2026',
      '6-week review is now due on Monday 13 April 2026.',
      'An earlier message told you that it was not due any more.',
    ])
  })
})
