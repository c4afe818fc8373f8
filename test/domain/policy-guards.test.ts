import type { EventDraft } from '../../domain/events'
import { notInPolicy } from '../../domain/policy-guards'
import { ruleIdsOf } from '../../domain/policy'
import { fact, highland, reviewHeld, transferred, wholeTimetable } from '../support/journeys'

const here = { locality: 'caithness' }
const refusal = (draft: EventDraft, known: Parameters<typeof notInPolicy>[2] = here) =>
  notInPolicy(draft, wholeTimetable, known)
const explained = (ruleId: string) => fact('delay-explained', '2026-05-01', { ruleId, reason: 'court' })
const adopted = fact('policy-adopted', '2026-05-01', { policy: 'highland', version: 2 })

describe('a transfer', () => {
  test('goes to a locality of the policy', () => {
    expect(refusal(transferred('2026-05-01', { locality: 'skye' }))).toBeUndefined()
    expect(refusal(transferred('2026-05-01', { locality: 'atlantis' }))).toEqual({
      code: 'not-in-the-policy',
      field: 'locality',
      because:
        'atlantis is not in the policy: locality must be one of: caithness, sutherland, ross, inverness, nairn, badenoch-and-strathspey, lochaber, skye',
      remedy:
        'Give one of: caithness, sutherland, ross, inverness, nairn, badenoch-and-strathspey, lochaber, skye',
    })
  })

  test('to another authority names no locality here', () => {
    expect(refusal(transferred('2026-05-01', { authority: 'moray' }))).toBeUndefined()
  })
})

describe('the explanation of a delay', () => {
  test.each(ruleIdsOf(wholeTimetable))('can be of %s', (ruleId) => {
    expect(refusal(explained(ruleId))).toBeUndefined()
  })

  test('is of a rule that the policy has', () => {
    expect(refusal(explained('tea-break'))).toMatchObject({ code: 'not-in-the-policy', field: 'ruleId' })
    expect(refusal(explained('tea-break'))?.because).toContain('tea-break is not in the policy')
  })
})

describe('the adoption of a policy', () => {
  test('is of a version that has been released', () => {
    expect(refusal(adopted)).toEqual({
      code: 'no-such-policy',
      field: 'version',
      because: 'There is no version 2 of policy highland',
      remedy: 'Give the id and the version of a policy that has been released',
    })
  })

  test('is of one that has the locality where the journey is', () => {
    expect(refusal(adopted, { ...here, adopted: highland })).toBeUndefined()
    expect(refusal(adopted, { locality: 'elgin', adopted: highland })).toEqual({
      code: 'no-such-policy',
      field: 'policy',
      because: 'Policy highland does not have the locality elgin, where this journey is',
      remedy: 'Give a policy of this authority',
    })
  })
})

test('nothing else names what a policy may not have', () => {
  expect(refusal(reviewHeld('later', '2026-05-01'), { locality: 'elgin' })).toBeUndefined()
})
