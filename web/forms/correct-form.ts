import type { FactType } from '../../domain/events'
import { DOCUMENT, EVENT_FORMS, offering, type Offered } from './event-forms'
import type { Field } from './field'
import { START_EVENT_FIELDS } from './start-form'

const WHY: Field = {
  kind: 'line',
  name: 'reason',
  label: 'Why it is corrected',
  hint: 'Kept apart and never sent by mail.',
}

/** The fields for correcting an event of a type: its own, as what it is replaced by, and why. */
export function correctionFields(type: FactType, offered: Offered): Field[] {
  const own = type === 'looked-after-started' ? START_EVENT_FIELDS : EVENT_FORMS[type].fields
  return [
    ...[...offering(own, offered), DOCUMENT].map((field) => ({
      ...field,
      name: `replacement.${field.name}`,
    })),
    WHY,
  ]
}

/** The fields for saying that an event did not happen. */
export const WITHDRAWAL_FIELDS: readonly Field[] = [{ ...WHY, label: 'Why it is withdrawn' }]
