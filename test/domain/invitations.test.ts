import fc from 'fast-check'
import type { RecordedEvent } from '../../domain/events'
import {
  invitationsAt,
  invitedKey,
  isAhead,
  withoutInvited,
  type InvitationContent,
  type WrittenInvitation,
} from '../../domain/invitations'
import { noticesAt, type Notice } from '../../domain/notices'
import { parseOccurrence, plusHours, writeOccurrence, type Instant } from '../../domain/time'
import {
  andThen,
  at,
  closed,
  corrected,
  dateSet,
  fact,
  imported,
  meetingHeld,
  recorded,
  returned,
  started,
  typed,
  wholeState,
  wholeTimetable,
  type Fact,
} from '../support/journeys'

/** What became of an invitation: sent, waiting, or withdrawn. */
interface Row {
  readonly notice: Notice & { readonly content: InvitationContent }
  status: 'pending' | 'sent' | 'withdrawn'
  /** Somebody has it in hand. It can be withdrawn meanwhile, and arrive all the same, or fail to. */
  onItsWay: boolean
}

/** Looks through a record as conducting does: makes, withdraws and takes up again. */
function conduct(rows: Row[], record: readonly RecordedEvent[], now: Instant, locality = 'skye'): Row[] {
  const wanted = invitationsAt(
    wholeState(record),
    wholeTimetable,
    rows.map(asWritten),
    now,
    locality,
  ) as Row['notice'][]
  const keys = new Set(wanted.map(({ key }) => key))
  for (const row of rows) {
    if (row.status === 'pending' && !keys.has(row.notice.key)) row.status = 'withdrawn'
    else if (row.status === 'withdrawn' && keys.has(row.notice.key)) row.status = 'pending'
  }
  const known = new Set(rows.map(({ notice }) => notice.key))
  const added = wanted.filter(({ key }) => !known.has(key))
  expect(new Set(wanted.map(({ key }) => key)).size).toBe(wanted.length)
  return [...rows, ...added.map((notice): Row => ({ notice, status: 'pending', onItsWay: false }))]
}

function asWritten({ notice, status, onItsWay }: Row): WrittenInvitation {
  return { ...notice, locality: notice.locality!, goneOut: status === 'sent' || onItsWay, onItsWay }
}

function send(rows: Row[]): Row[] {
  for (const row of rows) if (row.status !== 'withdrawn') row.status = 'sent'
  return rows
}

/** Goes through records one after the other, sending everything each time, and says what was sent by each. */
function lived(...steps: readonly (readonly [string, readonly RecordedEvent[]])[]): Row['notice'][][] {
  let rows: Row[] = []
  return steps.map(([now, record]) => {
    const before = new Set(rows.map(({ notice }) => notice.key))
    rows = send(conduct(rows, record, at(now)))
    return rows.map(({ notice }) => notice).filter(({ key }) => !before.has(key))
  })
}

const start = started('2026-03-02', { worker: 'worker-1' })
const seventyTwo = meetingHeld('72-hour', '2026-03-04', {
  chair: 'reviewer-1',
  agreedDates: { threeMonth: '2026-05-28T10:00:00+01:00', sixMonth: '2026-08-27' },
})
const record = recorded(start, seventyTwo)
const said = (notices: readonly Notice[]) =>
  notices.map(({ content }) => {
    const { method, sequence, meeting, at: when } = content as InvitationContent
    return `${method} ${sequence} ${meeting} ${when}`
  })
const once = (notices: readonly Notice[]) => [...new Set(said(notices))]
const THREE = '3-month 2026-05-28T10:00:00+01:00'
const SIX = '6-month 2026-08-27'

describe('the dates agreed at the 72-hour meeting', () => {
  it('invite its chair, the lead worker and every agency that is told of it, to each meeting', () => {
    const [sent = []] = lived(['2026-03-05T09:00:00Z', record])
    expect(once(sent)).toEqual([`REQUEST 0 ${THREE}`, `REQUEST 0 ${SIX}`])
    const comers = sent.filter(({ content }) => content.meeting === '3-month')
    expect(comers.map(({ agency, to }) => `${agency} ${to}`)).toEqual([
      'social-work lead-worker',
      'social-work chair',
      'health contact',
      'education contact',
      'legal contact',
      'panel contact',
      'reporter contact',
    ])
    expect(comers[1]?.content).toMatchObject({ person: 'reviewer-1' })
  })

  it('invite nobody who was told already, nor to a meeting that is past by then or was brought in from before', () => {
    expect(lived(['2026-03-05T09:00:00Z', record], ['2026-03-06T09:00:00Z', record])[1]).toEqual([])
    expect(once(lived(['2026-06-01T09:00:00Z', record])[0]!)).toEqual([`REQUEST 0 ${SIX}`])
    const brought = recorded(start, imported('2026-03-10T09:00:00Z', seventyTwo))
    expect(lived(['2026-03-11T09:00:00Z', brought])).toEqual([[]])
  })

  it('are for the lead worker once when they chair it themselves', () => {
    const own = recorded(start, { ...seventyTwo, chair: 'worker-1' } as Fact)
    const [sent = []] = lived(['2026-03-05T09:00:00Z', own])
    expect(sent.map(({ to }) => to)).not.toContain('chair')
  })
})

describe('a date that is moved', () => {
  const moved = andThen(record, dateSet('3-month', '2026-06-01T14:00:00+01:00', { on: '2026-04-01' }))

  it('keeps its UID and raises its SEQUENCE, for everybody who was invited, and back again as well', () => {
    const back = andThen(moved, dateSet('3-month', '2026-05-28T10:00:00+01:00', { on: '2026-04-02' }))
    const [first, second, third] = lived(
      ['2026-03-05T09:00:00Z', record],
      ['2026-04-01T09:00:00Z', moved],
      ['2026-04-02T09:00:00Z', back],
    )
    expect(once(second!)).toEqual(['REQUEST 1 3-month 2026-06-01T14:00:00+01:00'])
    expect(second).toHaveLength(7)
    expect(second![0]?.content).toMatchObject({ was: '2026-05-28T10:00:00+01:00' })
    expect(once(third!)).toEqual([`REQUEST 2 ${THREE}`])
    const uids = [first, second, third].map((sent) =>
      sent!.map(({ content }) => content).find((one) => one.meeting === '3-month'),
    )
    expect(new Set(uids.map((one) => (one as InvitationContent).uid)).size).toBe(1)
  })

  it('is moved by a correction too, and cancelled when it was never agreed', () => {
    const rightly = {
      ...seventyTwo,
      agreedDates: { threeMonth: '2026-05-29', sixMonth: '2026-08-27' },
    } as Fact
    const wrong = corrected(record, 2, rightly)
    const never = corrected(wrong, 2, { ...seventyTwo, agreedDates: { sixMonth: '2026-08-27' } } as Fact)
    const [, second, third] = lived(
      ['2026-03-05T09:00:00Z', record],
      ['2026-03-06T09:00:00Z', wrong],
      ['2026-03-07T09:00:00Z', never],
    )
    expect(once(second!)).toEqual(['REQUEST 1 3-month 2026-05-29'])
    expect(once(third!)).toEqual(['CANCEL 2 3-month 2026-05-29'])
    expect(third![0]?.content).toMatchObject({ because: 'withdrawn' })
  })

  it('into the past is taken out of the diaries, and nobody is invited to it', () => {
    const past = andThen(
      record,
      typed('2026-04-01T09:00:00Z', dateSet('3-month', '2026-03-20', { on: '2026-03-19' })),
    )
    const [, second] = lived(['2026-03-05T09:00:00Z', record], ['2026-04-01T10:00:00Z', past])
    expect(once(second!)).toEqual([`CANCEL 1 ${THREE}`])
  })

  it('is told by the invitation alone, and not by a notice besides', () => {
    const rows = send(conduct([], record, at('2026-03-05T09:00:00Z')))
    const all = conduct(rows, moved, at('2026-04-01T09:00:00Z')).map(({ notice }) => notice)
    const others = noticesAt(wholeState(moved), wholeTimetable, at('2026-04-01T09:00:00Z'))
    const about = (notices: readonly Notice[]) =>
      notices.filter(({ content }) => content.about === 'recorded' && content.event === 'meeting-date-set')
    expect(about(others)).toHaveLength(6)
    expect(about(withoutInvited(others, all))).toEqual([])
    expect(withoutInvited(others, [])).toEqual(others)
  })
})

describe('a meeting that will not be', () => {
  const cancelled = andThen(
    record,
    dateSet('3-month', '2026-05-28T10:00:00+01:00', { on: '2026-04-01', cancelled: true }),
  )

  it('is cancelled with a higher SEQUENCE, and set anew with one higher still', () => {
    const anew = andThen(cancelled, dateSet('3-month', '2026-05-28T10:00:00+01:00', { on: '2026-04-02' }))
    const [, second, third] = lived(
      ['2026-03-05T09:00:00Z', record],
      ['2026-04-01T09:00:00Z', cancelled],
      ['2026-04-02T09:00:00Z', anew],
    )
    expect(once(second!)).toEqual([`CANCEL 1 ${THREE}`])
    expect(once(third!)).toEqual([`REQUEST 2 ${THREE}`])
  })

  it.each([
    ['the journey closes', closed('2026-04-01')],
    ['the child returns to the family', returned('2026-04-01')],
  ])('since %s', (_, end) => {
    const [, second] = lived(['2026-03-05T09:00:00Z', record], ['2026-04-02T09:00:00Z', andThen(record, end)])
    expect(once(second!)).toEqual([`CANCEL 1 ${THREE}`, `CANCEL 1 ${SIX}`])
    expect(second![0]?.content).toMatchObject({ because: 'closed' })
  })

  it('since it was held before its date', () => {
    const held = andThen(record, meetingHeld('3-month', '2026-05-20'))
    const [, second] = lived(['2026-03-05T09:00:00Z', record], ['2026-05-20T19:00:00Z', held])
    expect(once(second!)).toEqual([`CANCEL 1 ${THREE}`])
    expect(second![0]?.content).toMatchObject({ because: 'held' })
  })

  it('is no matter for those who were never told of it', () => {
    expect(lived(['2026-04-01T09:00:00Z', cancelled])[0]!.map(({ content }) => content)).not.toContainEqual(
      expect.objectContaining({ method: 'CANCEL' }),
    )
  })
})

describe('who comes to a meeting', () => {
  it('changes with its chair and the lead worker: the one before need not come, the new one is invited', () => {
    const others = andThen(
      record,
      dateSet('3-month', '2026-05-28T10:00:00+01:00', { on: '2026-04-01', chair: 'reviewer-2' }),
      fact('worker-assigned', '2026-04-01', { worker: 'worker-2', as: 'lead' }),
    )
    const [, second = []] = lived(['2026-03-05T09:00:00Z', record], ['2026-04-02T09:00:00Z', others])
    const three = second
      .map(({ content }) => content)
      .filter(({ meeting }) => meeting === '3-month')
      .map(({ method, person, because }) => [method, person, because])
    expect(three).toEqual([
      ['REQUEST', 'worker-2', undefined],
      ['REQUEST', 'reviewer-2', undefined],
      ['CANCEL', 'worker-1', 'not-invited'],
      ['CANCEL', 'reviewer-1', 'not-invited'],
    ])
  })
})

describe('an invitation in somebody’s hands', () => {
  it('is withdrawn only when it says something else than stands, since it may fail to arrive', () => {
    const rows = conduct([], record, at('2026-03-05T09:00:00Z'))
    for (const row of rows) row.onItsWay = true
    const again = conduct(rows, record, at('2026-03-05T09:00:10Z'))
    expect(again.map(({ status }) => status)).toEqual(rows.map(() => 'pending'))
    const moved = andThen(record, dateSet('3-month', '2026-06-01', { on: '2026-04-01' }))
    const after = conduct(again, moved, at('2026-04-01T09:00:00Z'))
    const withdrawn = after.filter(({ status }) => status === 'withdrawn').map(({ notice }) => notice)
    expect(once(withdrawn)).toEqual([`REQUEST 0 ${THREE}`])
  })
})

describe('a transfer to another locality', () => {
  it('invites the contacts there, tells those of before not to come, and leaves people as they are', () => {
    const rows = send(conduct([], record, at('2026-03-05T09:00:00Z')))
    const after = conduct(rows, record, at('2026-03-06T09:00:00Z'), 'nairn').slice(rows.length)
    const three = after.map(({ notice }) => notice).filter(({ content }) => content.meeting === '3-month')
    expect(
      three
        .filter(({ agency }) => agency === 'health' || agency === 'social-work')
        .map(({ locality, content }) => [locality, content.method, content.because]),
    ).toEqual([
      ['nairn', 'REQUEST', undefined],
      ['skye', 'CANCEL', 'not-invited'],
    ])
    expect(conduct(send([...rows, ...after]), record, at('2026-03-07T09:00:00Z'), 'nairn')).toHaveLength(
      rows.length + after.length,
    )
  })
})

describe('an invitation that was withdrawn before it went', () => {
  it('brings its date to nobody, unless another invitation to that meeting does', () => {
    const [row] = conduct(
      [],
      andThen(recorded(start), dateSet('panel', '2026-09-01', { on: '2026-04-01' })),
      at('2026-04-02T09:00:00Z'),
    ).filter(({ notice }) => notice.agency === 'health')
    const { notice } = row!
    const told = { ...notice, key: `event/${notice.content.carries[0]}/health` } as Notice
    const dated = {
      ...told,
      content: { about: 'recorded', event: 'meeting-date-set', occurredAt: '', dates: [] },
    } as Notice
    expect(withoutInvited([dated], [{ ...notice, withdrawn: true }])).toEqual([dated])
    const other = { ...notice, content: { ...notice.content, sequence: 1, carries: [] } }
    expect(withoutInvited([dated], [{ ...notice, withdrawn: true }, other])).toEqual([])
  })
})

// Few dates, so that one comes again; days of September lie ahead of all that is typed, those of January are past.
const dates = fc.constantFrom('2026-09-01', '2026-09-02', '2026-09-01T10:00:00+01:00', '2026-01-20')
const chairs = fc.constantFrom(undefined, undefined, 'chair-1', 'chair-2', 'worker-1')
const someDay = fc.integer({ min: 3, max: 28 }).map((day) => `2026-03-${String(day).padStart(2, '0')}`)
const chairedBy = (chair: string | undefined) => (chair === undefined ? {} : { chair })
const aFact: fc.Arbitrary<Fact> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom('3-month', '3-month', 'panel' as const), dates, someDay, chairs, fc.nat(4))
      .map(([meeting, date, on, chair, lot]) =>
        dateSet(meeting, date, { on, ...chairedBy(chair), ...(lot === 0 && { cancelled: true }) }),
      ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(someDay, dates, chairs)
      .map(([on, threeMonth, chair]) =>
        meetingHeld('72-hour', on, { agreedDates: { threeMonth }, ...chairedBy(chair) }),
      ),
  },
  { weight: 1, arbitrary: someDay.map((on) => meetingHeld('3-month', on)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(someDay, fc.constantFrom('worker-1', 'worker-2', 'chair-1'))
      .map(([on, worker]) => fact('worker-assigned', on, { worker, as: 'lead' })),
  },
)
const aStep = fc.oneof(
  { weight: 3, arbitrary: aFact },
  { weight: 1, arbitrary: fc.record({ of: fc.nat(), date: fc.option(dates, { freq: 3 }) }) },
)

/** A journey as it is typed, day by day: facts in any order, and corrections of what was typed. */
const typings: fc.Arbitrary<RecordedEvent[]> = fc
  .tuple(fc.array(aStep, { minLength: 2, maxLength: 9, size: 'max' }), fc.nat(6))
  .map(([steps, lot]) => {
    const all = [...steps, ...(lot === 0 ? [closed('2026-03-28')] : [])]
    return all.reduce<RecordedEvent[]>((events, step, index) => {
      const moment = `2026-04-${String(index + 1).padStart(2, '0')}T09:00:00Z`
      if ('type' in step) return andThen(events, typed(moment, step))
      const dated = events.filter((one) => one.type === 'meeting-date-set')
      const one = dated[step.of % Math.max(1, dated.length)]
      if (one === undefined) return events
      const { id: _, number, recordedAt: __, recordedBy: ___, ...draft } = one
      return corrected(events, number, step.date === null ? null : { ...draft, at: step.date }, moment)
    }, recorded(start))
  })

describe('whatever the order of entry, the corrections, and what was on its way meanwhile', () => {
  // for each step, what becomes of all that waits then, or of one after the other
  const fates = fc.array(fc.constantFrom('sent', 'pending', 'on-its-way', 'mixed' as const), {
    minLength: 12,
    maxLength: 12,
  })
  const MIXED = ['sent', 'pending', 'on-its-way', 'sent', 'sent'] as const

  it('what each was told last is the date that stands, and no number stands for two dates', () => {
    fc.assert(
      fc.property(typings, fates, (all, fate) => {
        const moments = [...new Set(all.map(({ recordedAt }) => recordedAt))].sort()
        let rows: Row[] = []
        let turn = 0
        const told: Row['notice'][] = []
        const arrive = (row: Row) => {
          row.status = 'sent'
          row.onItsWay = false
          told.push(row.notice)
        }
        // what somebody had in hand arrives, also when it was withdrawn meanwhile; or it fails, and stays as it is
        const settle = (row: Row) => {
          if (!row.onItsWay) return
          if ((turn += 1) % 3 === 0) row.onItsWay = false
          else arrive(row)
        }
        for (const [step, now] of moments.entries()) {
          if (fate[step + 1] !== 'on-its-way') rows.forEach(settle)
          rows = conduct(
            rows,
            all.filter(({ recordedAt }) => recordedAt <= now),
            now,
          )
          for (const row of rows) {
            if (row.status !== 'pending' || row.onItsWay) continue
            const whole = fate[step] ?? 'sent'
            const next = whole === 'mixed' ? MIXED[(turn += 1) % MIXED.length] : whole
            if (next === 'sent') arrive(row)
            else if (next === 'on-its-way') row.onItsWay = true
          }
        }
        const end = plusHours(moments.at(-1)!, 1)
        // nobody looks through it again once what is in hand has failed: what waits then is all that goes
        rows = conduct(rows, all, end)
        rows.forEach(settle)
        for (const row of rows) if (row.status === 'pending') arrive(row)
        expect(invitationsAt(wholeState(all), wholeTimetable, rows.map(asWritten), end, 'skye')).toEqual([])

        const dates = new Map<string, string>()
        for (const { notice } of rows) {
          const { uid, sequence, method, at: when } = notice.content
          if (method === 'CANCEL') continue
          expect(dates.get(`${uid} ${sequence}`) ?? when).toBe(when)
          dates.set(`${uid} ${sequence}`, when)
        }
        const last = new Map<string, InvitationContent>()
        const seen = new Set<string>()
        for (const { agency, locality = '', to, content } of told) {
          const { uid, sequence, person } = content
          const whom = `${uid} ${invitedKey({ agency, locality, to, ...(person !== undefined && { person }) })}`
          expect(seen).not.toContain(`${whom} ${sequence}`)
          seen.add(`${whom} ${sequence}`)
          if (sequence > (last.get(whom)?.sequence ?? -1)) last.set(whom, content)
        }
        const { diary, journey } = wholeState(all)
        for (const { method, meeting, uid, at: when } of last.values()) {
          const entry = diary.find((one) => one.settings.some(({ id }) => `${id}.${meeting}` === uid))
          const stands =
            journey.closed === undefined &&
            entry !== undefined &&
            !entry.cancelled &&
            entry.heldBy === undefined
          if (method === 'CANCEL') continue
          if (!isAhead(parseOccurrence(when)!, end)) continue
          expect(stands && writeOccurrence(entry.date)).toBe(when)
        }
        for (const entry of diary) {
          const comes = [...last].filter(
            ([, one]) =>
              one.meeting === entry.meeting &&
              one.method === 'REQUEST' &&
              one.at === writeOccurrence(entry.date),
          )
          const expected =
            journey.closed === undefined &&
            !entry.cancelled &&
            entry.heldBy === undefined &&
            isAhead(entry.date, end)
          if (expected)
            expect(comes.map(([whom]) => whom)).toContainEqual(expect.stringContaining(' health/'))
        }
      }),
      { numRuns: 300 },
    )
  })
})
