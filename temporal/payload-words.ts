/**
 * What payloads are full of, so that it need not stand in each: the dictionary that they are packed with. What was packed
 * with it opens with it alone, so that it never changes: another one would be packed under another first byte.
 */
export const WORDS = Buffer.from(
  [
    '"first-72-hours"assessment"planning"at-home"away-from-home"in-court"closed"',
    'permanence-recommendation"permanence-panel"agency-decision"parents-notification"order-lodging"',
    'seventy-two-hour-meeting"first-visit"later-visit"six-week-review"three-month-review"later-review"',
    'three-month-meeting"six-month-meeting": reminder-24-hours": reminder-14-days": reminder-7-days": reminder-1-day"',
    ': overdue": missed": escalation-7-days"',
    '{"journeyId":"","practice":true,"practiceTime":"2026-01-01T09:00:00.000Z"}{"seq":1}',
    '"cancelledOn":"2026-01-01"},"stageUntil":{"at":"2026-01-01T00:00:00.000Z","then":"assessment"}',
    '"dueAt":"2026-01-01T00:00:00.000Z","lastMoment":"2026-01-01T22:59:59.999Z","dueSoonFrom":"2026-01-01T08:00:00.000Z"},',
    '{"ruleId":"later-review","instance":1,"dueOn":"2026-01-01","lastMoment":"2026-01-01T23:59:59.999Z","dueSoonFrom":"2026-01-01T09:00:00.000Z"}]}',
    ',"closed":false,"next":{"inMilliseconds":1000,"label":"6-week review: reminder-7-days"}}',
    '{"ruleId":"later-visit","instance":2,"dueOn":"2026-01-01","metOn":"2026-01-01","metLate":false},',
    '\n\x16\n\x08encoding\x12\njson/plain\x12',
    '{"standing":{"seq":1,"pathway":"away-from-home","stage":"assessment","deadlines":[{"ruleId":"seventy-two-hour-meeting","instance":1,"dueOn":"2026-01-01","dueAt":"2026-01-01',
  ].join(''),
)
