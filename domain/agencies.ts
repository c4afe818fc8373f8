import type { AGENCIES, Agency } from './codes'

const USUAL: Readonly<Record<(typeof AGENCIES)[number], string>> = {
  'social-work': 'Social work',
  health: 'Health',
  education: 'Education',
  legal: 'Legal',
  panel: 'Panel',
  reporter: 'Reporter',
  hearings: 'Hearings',
}

/** The usual partners of a child plan meeting by name: the agencies of a policy that lists none of its own. */
export const USUAL_AGENCIES: readonly { readonly id: Agency; readonly name: string }[] = Object.entries(
  USUAL,
).map(([id, name]) => ({ id, name }))
