import { writeNotice } from '../../contracts/notice-words'
import { releasedPolicy } from '../../policies/released'
import { councilOf, USUAL_COUNCIL } from '../../web/council'

const { policy } = releasedPolicy('kinlarroch', 1)!

describe('a council', () => {
  test('keeps a meeting in its place in the timetable', () => {
    const kinlarroch = councilOf(policy)
    const held = { type: 'child-plan-meeting-held', meeting: '6-month' } as const
    expect(kinlarroch.eventTitle(held)).toBe('6-month planning meeting')
    expect(USUAL_COUNCIL.eventTitle(held)).toBe('6-month child plan meeting')
    expect(kinlarroch.eventTitle({ type: 'looked-after-started' })).toBe('Came into care')
    expect(kinlarroch.agency('police')).toBe('Police')
    expect(kinlarroch.agency('legal')).toBe('Legal')
    expect(kinlarroch.agency('fire-brigade')).toBe('Fire brigade')
    expect(kinlarroch.code('foster')).toBe('With foster carers')
    expect(kinlarroch.placement('foster')).toBe('With foster carers')
    expect(kinlarroch.stage('first-72-hours')).toBe('First days')
  })
})

test('a notice speaks as the council of its journey does', () => {
  const { subject, text } = writeNotice(
    {
      about: 'recorded',
      event: 'child-plan-meeting-held',
      occurredAt: '2026-03-03',
      dates: [],
      detail: '72-hour',
    },
    { childReference: 'KIN-1', locality: 'harbourside', link: 'https://pace.example/1', words: policy.words },
  )
  expect(subject).toBe('PACE: The 72-hour planning meeting was held (KIN-1)')
  expect(text).toContain('Area: harbourside')
  expect(text).toContain('The 72-hour planning meeting was held on Tuesday 3 March 2026.')
})
