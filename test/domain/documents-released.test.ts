import { foldersOf } from '../../policies/here'
import { hashOf, policyOf, releasedPolicies } from '../../policies/released'
import { releasedCalendars } from '../../policies/released-calendars'

/*
 * A journey keeps the hash of the policy that its deadlines were computed with, and that policy the versions of its
 * calendars. What was released is never edited: release a new version beside it, with a line of its own here.
 */
const PINNED: Readonly<Record<string, string>> = {
  'policies/highland/1.json': '716dbf69f09820469f5dc09fa136f7e97163b7d7af6b206f1857c4706d77bebe',
  'policies/highland/2.json': 'd7d409e13ac13983ca8384d011772b4c24689ccd1ad6bc15129a82de777b2822',
  'policies/highland-caithness/1.json': '04d87d7a9f33c92bffb8d10ccc79416f152d2920b9a2b963f6674dcca394c9c4',
  'policies/kinlarroch/1.json': '54ee2113da87349cd7d1f7c6b21c96141b216760368d95000fd35cd11c23a55f',
  'policies/scotland-statutory/1.json': '92e85dcbc1fd700bbd193bcb48e29929c1bbb62b588674c9e95b319b447bde8d',
  'policies/aims/highland/1.json': '84f8f5f460d91b0c4f54d3064e844a42a0660b78b22e66a7a1608f0e67a56198',
  'policies/aims/kinlarroch/1.json': 'e21c884d8b44f23b1c69531a5c1c6675d256dd87c2ff1f372e0e8ca8a4f7f414',
  'policies/calendars/hearings/1.json': 'cf1663b2c083b02588eb6f3860ca4c620aeb4c4dacab390110f2ba9628597560',
  'policies/calendars/kinlarroch/1.json': 'dabf8f267e3f64dd2c2bc92efa0cb84bbfdea8bb6c65248691b53f97b0020e65',
  'policies/calendars/scotland/1.json': '9e3f3bd0e4ba30fffa2e6ba5a1240247727a1dcb8fd6ebfbc6ab9a6f7805dffd',
}

const [ours] = foldersOf(undefined)
const documents = [...(ours?.policies ?? []), ...(ours?.calendars ?? []), ...(ours?.aims ?? [])]

test('every document in the folder of policies is as it was released, and each one is pinned here', () => {
  expect(Object.fromEntries(documents.map(({ name, content }) => [name, hashOf(content)]))).toEqual(PINNED)
})

test('what a journey refers to by that hash is the very policy that was read from it', () => {
  for (const { policy, reference } of releasedPolicies()) {
    expect(PINNED[`policies/${reference.id}/${reference.version}.json`]).toBe(reference.hash)
    expect(policyOf(reference)).toBe(policy)
  }
  expect(releasedPolicies()).toHaveLength(ours?.policies.length ?? 0)
})

test('every calendar has been read too, with its hash', () => {
  const read = releasedCalendars().map(({ calendar: { id, version }, hash }) => [
    `policies/calendars/${id}/${version}.json`,
    hash,
  ])
  expect(Object.fromEntries(read)).toEqual(
    Object.fromEntries(Object.entries(PINNED).filter(([name]) => name.startsWith('policies/calendars/'))),
  )
})
