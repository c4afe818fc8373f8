import fc from 'fast-check'
import { isOpen } from '../../domain/deadlines'
import type { RecordedEvent } from '../../domain/events'
import { factTold, noticesAt, otherAuthorityIn, type Notice } from '../../domain/notices'
import { settersOf } from '../../domain/setting'
import { corrigenda } from '../../domain/told'
import { plusHours, type Instant } from '../../domain/time'
import { corrected, wholeState, wholeTimetable } from '../support/journeys'
import { often, records, replacementIn, type Correcting } from './arbitraries'

/** What has gone out until a moment, and when everything was last looked through. */
interface Outbox {
  readonly told: Notice[]
}

/** What has been recorded by a moment. */
const knownBy = (record: readonly RecordedEvent[], now: Instant) =>
  record.filter(({ recordedAt }) => recordedAt <= now)

/** Sends all that is true at a moment and has not been sent, corrections of what was told last among it. */
function tell({ told }: Outbox, record: readonly RecordedEvent[], now: Instant): Outbox {
  const state = wholeState(record)
  const keys = new Set(told.map(({ key }) => key))
  const wanted = [...noticesAt(state, wholeTimetable, now), ...corrigenda(state, told, now)]
  return { told: [...told, ...wanted.filter(({ key }) => !keys.has(key))] }
}

/** Goes through the life of a record, looking through everything at each recording and some time after it. */
function lived(record: readonly RecordedEvent[], hoursAfter: number): { outbox: Outbox; now: Instant } {
  const moments = record.flatMap(({ recordedAt }) => [recordedAt, plusHours(recordedAt, hoursAfter)])
  return [...new Set(moments)]
    .sort()
    .reduce<{ outbox: Outbox; now: Instant }>(
      ({ outbox }, now) => ({ outbox: tell(outbox, knownBy(record, now), now), now }),
      { outbox: { told: [] }, now: moments[0] as Instant },
    )
}

const hours = fc.constantFrom(1, 24, 24 * 8, 24 * 100, 24 * 400)
const whom = ({ agency, to }: Notice) => `${agency}/${to}`

describe('the notices of a moment', () => {
  test('belong to no time to come', () => {
    fc.assert(
      fc.property(records, hours, ({ record }, later) => {
        for (const { recordedAt } of record) {
          const now = plusHours(recordedAt, later)
          const notices = noticesAt(wholeState(knownBy(record, now)), wholeTimetable, now)
          for (const { at } of notices) expect(at <= now).toBe(true)
        }
      }),
    )
  })

  test('have each a key of its own', () => {
    fc.assert(
      fc.property(records, hours, ({ record }, later) => {
        const now = plusHours(record.at(-1)!.recordedAt, later)
        const keys = noticesAt(wholeState(record), wholeTimetable, now).map(({ key }) => key)
        expect(new Set(keys).size).toBe(keys.length)
      }),
      often,
    )
  })

  test('never remind of a moment that was past when what set the deadline was recorded', () => {
    fc.assert(
      fc.property(records, hours, ({ record }, later) => {
        const now = plusHours(record.at(-1)!.recordedAt, later)
        const state = wholeState(record)
        const setters = settersOf(state.journey, state.deadlines, wholeTimetable)
        for (const { key, at, content } of noticesAt(state, wholeTimetable, now)) {
          if (!('rule' in content)) continue
          const [, ruleId, startedBy, lastMoment] = key.split('/')
          const set = [...setters].find(
            ([one]) =>
              one.rule.id === ruleId && one.startedBy.id === startedBy && one.lastMoment === lastMoment,
          )
          expect(at >= set![1].recordedAt).toBe(true)
          expect(at >= record.find(({ id }) => id === startedBy)!.recordedAt).toBe(true)
        }
      }),
      often,
    )
  })

  test('say what is past at once in the summary of the event that set it, each deadline once', () => {
    fc.assert(
      fc.property(records, ({ record }) => {
        const now = plusHours(record.at(-1)!.recordedAt, 1)
        const state = wholeState(record)
        const summaries = noticesAt(state, wholeTimetable, now).flatMap(({ content }) =>
          content.about === 'summary' ? content.deadlines : [],
        )
        const open = state.deadlines.filter(isOpen)
        expect(summaries.length).toBeLessThanOrEqual(open.length)
        for (const { title, dueOn } of summaries)
          expect(open.some((one) => one.rule.title === title && one.dueOn === dueOn)).toBe(true)
      }),
    )
  })

  test('are of nothing that was withdrawn', () => {
    fc.assert(
      fc.property(records, ({ record }) => {
        const state = wholeState(record)
        const standing = new Set(state.journey.events.map(({ id }) => id))
        const now = plusHours(record.at(-1)!.recordedAt, 24)
        for (const { key } of noticesAt(state, wholeTimetable, now)) {
          const [kind, id = ''] = key.split('/')
          if (kind === 'event') expect(standing).toContain(id)
        }
      }),
    )
  })
})

describe('who sets a deadline', () => {
  test('is known of every open one, and was recorded not before what started its clock', () => {
    fc.assert(
      fc.property(records, ({ record }) => {
        const { journey, deadlines } = wholeState(record)
        const setters = settersOf(journey, deadlines, wholeTimetable)
        expect([...setters.keys()]).toEqual(deadlines.filter(isOpen))
        for (const [{ startedBy }, setter] of setters) {
          expect(record).toContain(setter)
          const first = record.find(({ id }) => id === startedBy.id)!
          expect(setter.recordedAt >= first.recordedAt).toBe(true)
        }
      }),
      often,
    )
  })
})

describe('what was told and does not stand', () => {
  test('is told once: looking again at once finds nothing more to say', () => {
    fc.assert(
      fc.property(records, hours, ({ record }, later) => {
        const { outbox, now } = lived(record, later)
        expect(corrigenda(wholeState(record), outbox.told, now)).toEqual([])
        expect(tell(outbox, record, now)).toEqual(outbox)
      }),
    )
  })

  test('has keys that never come twice in the whole life of a journey', () => {
    fc.assert(
      fc.property(records, hours, ({ record }, later) => {
        const keys = lived(record, later).outbox.told.map(({ key }) => key)
        expect(new Set(keys).size).toBe(keys.length)
      }),
    )
  })

  test('leaves everybody with the truth: of each event and of each open deadline, what they heard last is so', () => {
    fc.assert(
      fc.property(records, hours, ({ record }, later) => {
        const { outbox } = lived(record, later)
        const { journey, deadlines } = wholeState(record)
        const last = new Map<string, Notice>()
        for (const notice of outbox.told) {
          const [kind, first, second] = notice.key.split('/')
          if (kind === 'event' || kind === 'corrected') last.set(`event ${first} ${whom(notice)}`, notice)
          if (['deadline', 'moved', 'settled', 'reopened'].includes(kind ?? ''))
            last.set(`deadline ${first} ${second} ${whom(notice)}`, notice)
        }
        for (const [about, { content }] of last) {
          const [kind, first, second, third] = about.split(' ')
          const to = kind === 'event' ? second : third
          if (kind === 'event') {
            const event = journey.events.find(({ id }) => id === first)
            const heard = 'now' in content || content.about === 'corrected' ? content.now : content
            const elsewhere =
              to?.startsWith('social-work/authority-') &&
              event !== undefined &&
              to !== `social-work/authority-${otherAuthorityIn(event)}`
            if (event === undefined || elsewhere) expect(heard).toBeUndefined()
            else expect(heard).toMatchObject(factTold(event))
          } else {
            const deadline = deadlines.find((one) => one.rule.id === first && one.startedBy.id === second)
            if (content.about === 'settled') {
              // over, as they were told: nothing of it is open, and what was met is not called needless
              if (deadline !== undefined) {
                expect(isOpen(deadline)).toBe(false)
                expect(content.how).toBe(deadline.met ? 'met' : 'not-needed')
              }
              continue
            }
            const heard = 'now' in content || content.about === 'moved' ? content.now : content
            if (deadline === undefined) expect(heard).toBeUndefined()
            else if (isOpen(deadline)) expect(heard).toMatchObject({ dueOn: deadline.dueOn })
          }
        }
      }),
    )
  })

  test('is not left at that: whoever heard that a deadline was missed hears that it is over, and nobody else does', () => {
    fc.assert(
      fc.property(records, hours, ({ record }, later) => {
        const { outbox } = lived(record, later)
        const { deadlines } = wholeState(record)
        const missed = new Set<string>()
        const over = new Set<string>()
        for (const notice of outbox.told) {
          const [kind, rule, startedBy] = notice.key.split('/')
          const of = `${rule} ${startedBy} ${whom(notice)}`
          const { about } = notice.content
          if (kind === 'settled') {
            expect(missed).toContain(of)
            over.add(of)
          }
          if (about === 'missed' || about === 'escalation' || about === 'reopened') {
            missed.add(of)
            over.delete(of)
          }
          if (about === 'moved' && notice.content.now === undefined) missed.delete(of)
        }
        for (const of of missed) {
          const [rule, startedBy] = of.split(' ')
          const deadline = deadlines.find((one) => one.rule.id === rule && one.startedBy.id === startedBy)
          if (deadline !== undefined && !isOpen(deadline)) expect(over).toContain(of)
        }
      }),
    )
  })

  const wrongly = (record: readonly RecordedEvent[], correcting: Correcting) => {
    const { number, replacement } = replacementIn(record, correcting)
    return { number, wrong: corrected(record, number, replacement) }
  }

  test('is told to each who heard of it, once, and told again when the correction is taken back', () => {
    fc.assert(
      fc.property(records, ({ record, corrections: [correcting] }) => {
        const { outbox, now } = lived(record, 24)
        const before = wholeState(record).journey.events
        const { number, wrong } = wrongly(record, correcting!)
        const was = before.find((event) => event.number === number)
        if (was === undefined) return
        const { id, number: _, recordedAt: __, recordedBy: ___, correctedBy: ____, ...draft } = was
        const back = corrected(wrong, number, draft)

        const there = corrigenda(wholeState(wrong), outbox.told, now)
        const aboutIt = (notices: readonly Notice[]) =>
          notices.filter(({ key }) => key.startsWith(`corrected/${id}/`)).map(whom)
        const heard = new Set(
          outbox.told
            .filter(({ key }) => /^(event|corrected)\//.test(key) && key.split('/')[1] === id)
            .map(whom),
        )
        const after = wholeState(wrong).journey.events.find((event) => event.id === id)
        const changed = JSON.stringify(after && factTold(after)) !== JSON.stringify(factTold(was))
        const moved = otherAuthorityIn(was) !== (after && otherAuthorityIn(after))
        const toldOf = [...heard].filter((to) => changed || (moved && to.includes('/authority-')))
        expect(aboutIt(there).sort()).toEqual(toldOf.sort())

        const told = [...outbox.told, ...there]
        const again = corrigenda(wholeState(back), told, now)
        expect(aboutIt(again).sort()).toEqual(aboutIt(there).sort())
        expect(corrigenda(wholeState(back), [...told, ...again], now)).toEqual([])
      }),
    )
  })
})
