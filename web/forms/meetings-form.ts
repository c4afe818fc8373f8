import { when } from './event-forms'
import type { Field } from './field'
import type { Named } from './told-form'

export interface MeetingsFormChoices {
  /** Who can be sent the link of a pack. */
  readonly people: readonly Named[]
  readonly agencies: readonly Named[]
}

/** The fields for setting when a locality meets. */
export function meetingsFields({ people, agencies }: MeetingsFormChoices): Field[] {
  return [
    when('first', 'First meeting', { time: false }),
    { kind: 'line', name: 'at', label: 'Time', hint: 'Such as 10:00. It is the same in summer and winter.' },
    { kind: 'number', name: 'weeks', label: 'Weeks from one meeting to the next' },
    {
      kind: 'number',
      name: 'packDaysBefore',
      label: 'Working days before a meeting on which its pack is made',
      hint: 'Holidays are not counted. With 0 it is made on the morning of the meeting.',
    },
    several('people', 'People who are sent the link of the pack', people),
    several('agencies', 'Agencies that are sent it', agencies, 'To their contact in the locality.'),
    { kind: 'yes', name: 'paused', label: 'Pause: no packs are made for now' },
  ]
}

/** The fields for moving a single meeting, or leaving it out. */
export function singleMeetingFields(): Field[] {
  return [
    when('on', 'On another day', { time: false, optional: true }),
    { kind: 'line', name: 'at', label: 'At another time', hint: 'Such as 14:00.', optional: true },
    { kind: 'yes', name: 'leftOut', label: 'Leave it out: there is no meeting' },
  ]
}

function several(name: string, label: string, options: readonly Named[], hint?: string): Field {
  return {
    kind: 'several',
    name,
    label,
    ...(hint !== undefined && { hint }),
    options: options.map(({ id, name: words }) => ({ value: id, words })),
    always: true,
    optional: true,
  }
}
