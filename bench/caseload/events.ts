const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** What starts a journey, as it is sent: a child accommodated two days before `now`. */
export function journeyToStart(number: number, now: Date): object {
  return {
    childReference: `BENCH-${number}`,
    pathway: 'away-from-home',
    locality: localities[number % localities.length],
    occurredAt: momentAgo(now, 2 * dayMs),
    legalBasis: 'voluntary-s25',
    placementType: 'foster',
    worker: `case-worker-${number % 40}`,
  }
}

/**
 * The event that is recorded in a journey after `earlier` others, as it is sent: first the 72-hour meeting, then reviews,
 * further meetings and dates that are set and moved, over and over.
 */
export function eventToRecord(earlier: number, now: Date): object {
  if (earlier === 0) return seventyTwoHourMeeting(now)
  const following = [sixWeekReviewSet, emergencyReview, threeMonthMeetingMoved, furtherMeeting, panelSet]
  return following[(earlier - 1) % following.length]?.(now) ?? {}
}

const localities = [
  'caithness',
  'sutherland',
  'ross',
  'inverness',
  'nairn',
  'badenoch-and-strathspey',
  'lochaber',
  'skye',
]

function seventyTwoHourMeeting(now: Date): object {
  return {
    type: 'child-plan-meeting-held',
    occurredAt: momentAgo(now, dayMs),
    meeting: '72-hour',
    review: 'emergency',
    chair: 'reviewer-1',
    attendance: attendance(),
    immediateNeeds:
      'Registered with the practice in Wick and seen on Tuesday. Contact with both parents is supervised, twice a week, at the family centre. The school is told, and transport from the carers is arranged from Monday.',
    actions: actions(now),
    agreedDates: { threeMonth: momentAhead(now, 88 * dayMs), sixMonth: momentAhead(now, 179 * dayMs) },
    views: views(),
  }
}

function furtherMeeting(now: Date): object {
  return {
    type: 'child-plan-meeting-held',
    occurredAt: momentAgo(now, 30 * minuteMs),
    meeting: 'other',
    chair: 'reviewer-2',
    attendance: attendance(),
    actions: actions(now),
    views: views(),
  }
}

function emergencyReview(now: Date): object {
  return {
    type: 'review-held',
    occurredAt: momentAgo(now, 2 * hourMs),
    review: 'emergency',
    chair: 'reviewer-1',
    outcome:
      'The placement goes on. The assessment of the grandparents as kinship carers is asked for and is to be ready before the next review.',
    views: views(),
    advocacyOffered: true,
  }
}

function sixWeekReviewSet(now: Date): object {
  return dateSet(now, '6-week-review', 38, 'Agreed with the carers and the school')
}

function threeMonthMeetingMoved(now: Date): object {
  return dateSet(now, '3-month', 85, 'The health visitor cannot come on the first date')
}

function panelSet(now: Date): object {
  return dateSet(now, 'panel', 240, 'First panel after the school holidays')
}

function dateSet(now: Date, meeting: string, days: number, reason: string): object {
  return {
    type: 'meeting-date-set',
    occurredAt: momentAgo(now, hourMs),
    meeting,
    at: momentAhead(now, days * dayMs),
    place: 'Council offices, Government Buildings, Girnigoe Street, Wick',
    reason,
  }
}

function attendance(): object {
  return {
    'social-work': 'attended',
    health: 'attended',
    education: 'apologies',
    legal: 'attended',
    reporter: 'absent',
  }
}

function actions(now: Date): object[] {
  const due = (days: number) => momentAhead(now, days * dayMs).slice(0, 10)
  return [
    { what: 'Ask for the health assessment of a child new in care', owner: 'health', due: due(14) },
    { what: 'Assess the grandparents as kinship carers', owner: 'social-work', due: due(35) },
    { what: 'Name a teacher to keep in touch with', owner: 'education', due: due(7) },
    { what: 'Advise on the grounds, should consent be withdrawn', owner: 'legal' },
  ]
}

function views(): object[] {
  return [
    { of: 'child', how: 'in-person' },
    { of: 'parent', how: 'written' },
    { of: 'carer', how: 'in-person' },
  ]
}

function momentAgo(now: Date, milliseconds: number): string {
  return new Date(now.getTime() - milliseconds).toISOString()
}

function momentAhead(now: Date, milliseconds: number): string {
  return new Date(now.getTime() + milliseconds).toISOString()
}
