import { ScheduleOverlapPolicy } from '@temporalio/client'
import { meetingPackWorkflowId, meetingScheduleId } from '../../contracts/meeting-pack-workflow'
import {
  endPaceMeetings,
  keepPaceMeetings,
  readPaceMeetings,
  type MeetingsToKeep,
} from '../../db/pace-meetings'
import { giveUpPackMail } from '../../db/meeting-packs'
import { addPeople } from '../../db/people'
import { madePacks, readPack, type MadePack } from '../../db/read-packs'
import { AUTHORITY } from '../../db/scope'
import { noSeam } from '../../contracts/seam'
import { startRelay } from '../../relay/relay'
import { renew } from '../../temporal/open-under-key'
import { freshDatabase } from '../support/database'
import { daysAgo, inDays } from '../support/days'
import { hoursFromNow, openHouse, type House } from '../support/house'
import { until } from '../support/until'

let house: House
beforeAll(async () => {
  house = await openHouse()
  await addPeople(house.db, [
    { id: 'ana', name: 'Ana', roles: ['manager'], address: 'ana@council.example' },
    { id: 'nowhere', name: 'Nowhere', roles: ['manager'] },
  ])
})
afterAll(() => house.close())

// a meeting today: its pack is due whatever day of the week the test runs on
const TODAY = daysAgo(0)

function meetings(locality: string, more: Partial<MeetingsToKeep> = {}): MeetingsToKeep {
  return {
    locality,
    first: TODAY,
    at: '10:00',
    weeks: 2,
    packDaysBefore: 2,
    calendar: 'scotland',
    people: ['ana'],
    agencies: [],
    changes: [],
    paused: false,
    ...more,
  }
}

async function keep(rhythm: MeetingsToKeep): Promise<void> {
  await house.db.transaction().execute((trx) => keepPaceMeetings(trx, rhythm, { by: 'manager-1' }))
}

/** The pack of today's meeting, once it is as it is to be. */
function pack(locality: string, is: (made: MadePack) => boolean): Promise<MadePack> {
  return until(`the pack of ${locality}`, async () => {
    const [made] = await madePacks(house.db, { locality, on: TODAY, limit: 1 })
    return made !== undefined && is(made) && made
  })
}

const hasEnded = ({ mails }: MadePack) => mails.every(({ status }) => status !== 'pending')
const schedule = (locality: string) => house.engine.schedule.getHandle(meetingScheduleId(locality))
const inStep = (locality: string) =>
  until(`the engine follows ${locality}`, async () => {
    const [row] = await readPaceMeetings(house.db, locality)
    return row?.isScheduled
  })
const mailFor = (locality: string) =>
  house.mail.mail.filter(({ text }) => text.includes(`/${locality}/${TODAY}`))

describe('a locality with a rhythm', () => {
  it('has the pack of its meeting made once, however often that is asked for, and its link sent to each', async () => {
    const journey = await house.start(daysAgo(60))
    const practice = await house.start(hoursFromNow(-100), { practice: true })
    await keep(meetings('caithness', { people: ['ana', 'nowhere'], agencies: ['health'] }))
    const made = await pack('caithness', hasEnded)
    // of those asked for in one second the engine begins one
    const looked = `WorkflowId STARTS_WITH '${meetingScheduleId('caithness')}' AND ExecutionStatus = 'Completed'`
    await until('the engine has looked three times', async () => {
      if ((await house.engine.workflow.count(looked)).count >= 3) return true
      await schedule('caithness').trigger(ScheduleOverlapPolicy.ALLOW_ALL)
      return false
    })

    expect(await madePacks(house.db, { limit: 10 })).toHaveLength(1)
    expect(made.mails.map(({ recipients, status, lastError }) => [recipients[0], status, lastError])).toEqual(
      [
        ['agency:health', 'sent', null],
        ['person:ana', 'sent', null],
        ['person:nowhere', 'refused', 'No address is known for this person'],
      ],
    )
    const mail = mailFor('caithness')
    expect(mail.map(({ to }) => to).sort()).toEqual(['ana@council.example', 'health@partners.example'])
    for (const { text, subject, messageId } of mail) {
      expect(text).toContain(`http://pace.example/meeting-packs/caithness/${TODAY}`)
      expect(text + subject).not.toContain(journey.row.child_reference)
      expect(messageId).toMatch(/^<meeting-pack\./)
    }
    const said = await readPack(house.db, { locality: 'caithness', on: TODAY }, AUTHORITY)
    expect(new Set(said?.items.map((item) => item.journey.id))).toEqual(new Set([journey.row.id]))
    expect(said?.items.map(({ item }) => item)).toContainEqual(
      expect.objectContaining({ part: 'overdue', ruleId: 'seventy-two-hour-meeting', days: 57 }),
    )
    expect(JSON.stringify(said)).not.toContain(practice.row.child_reference)
  })

  it('is looked at every morning in Scotland; it rests while it is paused, and ends with its rhythm', async () => {
    await keep(meetings('nairn', { first: inDays(30), people: [] }))
    await inStep('nairn')
    const { spec, state, action } = await schedule('nairn').describe()
    expect(spec.timezone).toBe('Europe/London')
    expect(spec.calendars).toMatchObject([{ hour: [{ start: 7 }], minute: [{ start: 0 }] }])
    expect(state.paused).toBe(false)
    expect(action.args).toEqual([{ locality: 'nairn' }])

    await keep(meetings('nairn', { paused: true }))
    await inStep('nairn')
    expect((await schedule('nairn').describe()).state.paused).toBe(true)
    expect(await madePacks(house.db, { locality: 'nairn', limit: 1 })).toEqual([])

    await house.db.transaction().execute((trx) => endPaceMeetings(trx, 'nairn', 'manager-1'))
    await until('there is no schedule any more', () =>
      schedule('nairn')
        .describe()
        .then(
          () => false,
          () => true,
        ),
    )
  })

  it('is followed later where it was changed while the engine was away', async () => {
    const fresh = await freshDatabase()
    let isUp = false
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
    const relay = await startRelay({
      db: fresh.db,
      databaseUrl: fresh.url,
      engine: house.engine,
      health: { reachable: () => Promise.resolve(isUp) },
      log,
      seam: noSeam,
      instance: 'another',
    })
    try {
      const rhythm = meetings('lochaber', { people: [], paused: true })
      await fresh.db.transaction().execute((trx) => keepPaceMeetings(trx, rhythm, { by: 'manager-1' }))
      await until('the relay has looked', async () =>
        fresh.db.selectFrom('heartbeat').select('at').where('instance', '=', 'another').executeTakeFirst(),
      )
      expect((await readPaceMeetings(fresh.db))[0]?.isScheduled).toBe(false)
      isUp = true
      await until('it is followed', async () => (await readPaceMeetings(fresh.db))[0]?.isScheduled)
      expect((await schedule('lochaber').describe()).state.paused).toBe(true)
    } finally {
      await relay.stop()
      await fresh.drop()
    }
  })
})

describe('the link of a pack', () => {
  it('is sent when the mail server takes it again, once, also by a run that goes on as new', async () => {
    house.mail.answer(451)
    await keep(meetings('skye'))
    const failing = await pack('skye', ({ mails }) => mails.some(({ attempts }) => attempts > 0))
    expect(failing.mails).toMatchObject([
      { status: 'pending', lastError: expect.stringContaining('not now') as string },
    ])
    const workflowId = meetingPackWorkflowId('skye', TODAY)
    const { runId } = await house.engine.workflow.getHandle(workflowId).describe()
    await renew(house.engine, [workflowId])
    house.mail.answer(undefined)
    expect((await pack('skye', hasEnded)).mails).toMatchObject([{ status: 'sent', lastError: null }])
    const before = await house.engine.workflow.getHandle(workflowId, runId).describe()
    expect(before.status.name).toBe('CONTINUED_AS_NEW')
    expect(mailFor('skye')).toHaveLength(1)
  })

  it('is not sent again where the server refuses the address: its words are kept', async () => {
    house.mail.answer(550)
    await keep(meetings('sutherland'))
    const made = await pack('sutherland', hasEnded)
    house.mail.answer(undefined)
    expect(made.mails).toMatchObject([
      { status: 'refused', attempts: 1, lastError: expect.stringContaining('not now, thank you') as string },
    ])
    expect(mailFor('sutherland')).toEqual([])
  })

  it('that was given up keeps the server’s last words', async () => {
    const { id } = await house.db
      .insertInto('meeting_pack_mail')
      .columns(['pack_id', 'recipients', 'address', 'status', 'last_error'])
      .expression((from) =>
        from
          .selectFrom('meeting_pack')
          .select((all) => [
            'id',
            all.val(['person:ben']).as('recipients'),
            all.val('ben@council.example').as('address'),
            all.val('pending').as('status'),
            all.val('451 not now').as('last_error'),
          ])
          .where('locality', '=', 'sutherland'),
      )
      .returning('id')
      .executeTakeFirstOrThrow()
    await giveUpPackMail(house.db, id)
    const [made] = await madePacks(house.db, { locality: 'sutherland', limit: 1 })
    expect(made?.mails).toContainEqual(
      expect.objectContaining({ status: 'gave-up', lastError: '451 not now' }),
    )
  })
})
