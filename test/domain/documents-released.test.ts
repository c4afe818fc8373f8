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
  'policies/highland-caithness/1.json': '2e265e442c58fb412bdbc3e3e6f43b7669382a79111c5aa9e9b8970a7f65cf71',
  'policies/kinlarroch/1.json': 'ce54cd844835945d57b1eeeba673b021f2af5166c6de12616d262fd9c179f326',
  'policies/scotland-statutory/1.json': '8f2324652aee8074918cb3b7ffc3d7415fe2b4c4e3e98a8236864338e8a51afb',
  'policies/calendars/hearings/1.json': 'cf1663b2c083b02588eb6f3860ca4c620aeb4c4dacab390110f2ba9628597560',
  'policies/calendars/kinlarroch/1.json': 'dabf8f267e3f64dd2c2bc92efa0cb84bbfdea8bb6c65248691b53f97b0020e65',
  'policies/calendars/scotland/1.json': '9e3f3bd0e4ba30fffa2e6ba5a1240247727a1dcb8fd6ebfbc6ab9a6f7805dffd',
}

const [ours] = foldersOf(undefined)
const documents = [...(ours?.policies ?? []), ...(ours?.calendars ?? [])]

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
