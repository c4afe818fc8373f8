import type { Begun } from './support/beginning'
import { begin } from './support/beginning'
import { strike, type Drill } from './support/drill'
import { Installation } from './support/installation'
import { copiesOf, messageIdsOf, outcomeOf, untilSettled, type Outcome } from './support/outcome'

/** Each has a mailbox for every agency, so that drills in different ones do not wait for one another's mail. */
const LOCALITIES = ['caithness', 'sutherland', 'ross', 'inverness', 'nairn', 'lochaber', 'skye']

/** In this order, so that those after which mail has to wait come first and the others need no time of their own. */
const STAGES: readonly { readonly stage: string; readonly drills: readonly Drill[] }[] = [
  {
    stage: 'while it is recorded',
    drills: [
      { victim: 'postgres', seam: 'recording: before commit' },
      { victim: 'postgres', seam: 'recording: after commit' },
      { victim: 'worker', seam: 'recording: after commit' },
      { victim: 'api', seam: 'recording: before commit' },
      { victim: 'api', seam: 'recording: after commit' },
      { victim: 'relay', seam: 'recording: before commit' },
      { victim: 'temporal', seam: 'recording: after commit' },
    ],
  },
  {
    stage: 'while it is relayed',
    drills: [
      { victim: 'postgres', seam: 'relaying: before signal' },
      { victim: 'worker', seam: 'relaying: after signal' },
      { victim: 'relay', seam: 'relaying: before signal' },
      { victim: 'relay', seam: 'relaying: after signal' },
      { victim: 'temporal', seam: 'relaying: before signal' },
      { victim: 'temporal', seam: 'relaying: after signal' },
    ],
  },
  {
    stage: 'while it is conducted',
    drills: [
      { victim: 'postgres', seam: 'conducting: before commit' },
      { victim: 'worker', seam: 'conducting: before commit' },
      { victim: 'worker', seam: 'conducting: after commit' },
      { victim: 'relay', seam: 'conducting: before commit' },
      { victim: 'temporal', seam: 'conducting: before commit' },
    ],
  },
  {
    stage: 'while its mail is sent',
    drills: [
      { victim: 'postgres', seam: 'sending: leased' },
      { victim: 'postgres', seam: 'sending: accepted by the mail server' },
      { victim: 'worker', seam: 'sending: leased' },
      { victim: 'worker', seam: 'sending: accepted by the mail server' },
      { victim: 'relay', seam: 'sending: leased' },
      { victim: 'temporal', seam: 'sending: accepted by the mail server' },
    ],
  },
]

const installation = new Installation()
let undisturbed: Outcome
beforeAll(async () => {
  await installation.start()
  const begun = await begin(installation, 'undisturbed', 'badenoch-and-strathspey')
  await untilSettled(installation, begun)
  undisturbed = await outcomeOf(installation, begun)
}, 150_000)
afterAll(() => installation.close(), 60_000)

describe('A journey of which nothing is killed', () => {
  it('is recorded, conducted, and told of by mail', () => {
    expect(undisturbed.listed).toBe(1)
    expect(undisturbed.events).toEqual([
      '1 looked-after-started event-1',
      '2 child-plan-meeting-held event-2',
    ])
    expect(undisturbed.notices.length).toBeGreaterThan(0)
    expect(undisturbed.notices.every((notice) => notice.endsWith(' sent'))).toBe(true)
    expect(undisturbed.mail).toHaveLength(undisturbed.notices.length)
  })
})

describe.each(STAGES)('A journey of which something is killed with kill -9 $stage', ({ drills }) => {
  const struck = new Map<Drill, Begun>()

  // One after the other; what follows for each comes while the next ones strike, and all of it is looked at afterwards.
  beforeAll(async () => {
    for (const [index, drill] of drills.entries()) {
      if (mayCutSending(drill) && !isSending(drill)) await allSettled(struck)
      const child = `${drill.victim}-${drill.seam.replace(/[^a-z]+/g, '-')}`
      struck.set(drill, await strike(installation, drill, child, LOCALITIES[index] ?? ''))
    }
  }, 300_000)

  it.each(drills)(
    'comes to the same, each notice under one Message-ID, after $victim died at "$seam"',
    async (drill) => {
      const begun = struck.get(drill) as Begun
      await untilSettled(installation, begun)
      expect(await outcomeOf(installation, begun)).toEqual(undisturbed)
      const copies = await copiesOf(installation, begun)
      expect(Object.keys(copies).sort()).toEqual(await messageIdsOf(installation, begun))
      const most = mayCutSending(drill) && isSending(drill) ? 2 : 1
      expect(Object.values(copies).filter((count) => count > most)).toEqual([])
    },
    120_000,
  )
})

function allSettled(struck: ReadonlyMap<Drill, Begun>): Promise<unknown> {
  return Promise.all([...struck.values()].map((begun) => untilSettled(installation, begun)))
}

function isSending({ seam }: Drill): boolean {
  return seam.startsWith('sending')
}

/**
 * Whether this death may come between the mail server's acceptance of some message and our note of it, in which case
 * the message goes again as a copy. The agencies' mailboxes are sent side by side: while one is at the step that the
 * drill is for, another may be there.
 */
function mayCutSending({ victim }: Drill): boolean {
  return victim === 'worker' || victim === 'postgres'
}
