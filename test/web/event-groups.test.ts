import { FACT_TYPES } from '../../domain/events'
import { EVENT_GROUPS } from '../../web/forms/event-groups'

test('every type that can be recorded stands under exactly one heading', () => {
  const recordable = FACT_TYPES.filter((type) => type !== 'looked-after-started')
  expect(Object.values(EVENT_GROUPS).flat().sort()).toEqual([...recordable].sort())
})
