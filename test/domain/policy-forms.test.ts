import { USUAL_AGENCIES } from '../../domain/agencies'
import { inFormOfToday, POLICY_FORM } from '../../domain/policy-forms'
import { parsePolicy } from '../../domain/policy-schema'
import { hashOf } from '../../policies/hash'
import highland1 from '../../policies/highland/1.json'
import { releasedPolicy } from '../../policies/released'

const draft = (change: object) => () => parsePolicy({ ...highland1, ...change }, 'draft.json')

test('a policy that was released before documents said their form has the usual agencies, and no words of its own', () => {
  expect(parsePolicy(highland1, 'highland')).toMatchObject({ agencies: USUAL_AGENCIES, words: {} })
})

test('its hash is that of the document as it was released', () => {
  expect(releasedPolicy('highland', 1)?.reference.hash).toBe(hashOf(highland1))
})

test('a policy of today’s form says which agencies there are', () => {
  expect(draft({ form: POLICY_FORM })).toThrow(/agencies/)
  expect(draft({ form: POLICY_FORM, agencies: USUAL_AGENCIES, words: {} })()).toEqual(
    parsePolicy(highland1, 'highland'),
  )
})

test.each([POLICY_FORM + 1, 0, 1.5, '2'])('a form that this release does not know is refused: %p', (form) => {
  expect(draft({ form })).toThrow(/form: must be 2 or less/)
})

test.each([null, [], 'a policy', 7])('what is no document is left as it is: %p', (document) => {
  expect(inFormOfToday(document)).toBe(document)
})
