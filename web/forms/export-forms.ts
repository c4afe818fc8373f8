import type { Option } from '../components/select'
import { when } from './event-forms'
import type { Field } from './field'

/** What is taken out, by the end of its address. */
export const EXPORTS = ['journeys', 'published', 'celcis', 'clas'] as const
export type Export = (typeof EXPORTS)[number]

/** What the forms of exports offer. */
export interface Exportable {
  readonly localities: readonly Option[]
  readonly agreements: readonly Option[]
}

/** The fields of each export, by what its route takes. */
export function exportFields(what: Export, { localities, agreements }: Exportable): Field[] {
  switch (what) {
    case 'journeys':
      return [
        {
          kind: 'choice',
          name: 'locality',
          label: 'Locality',
          as: 'list',
          options: localities,
          optional: true,
        },
      ]
    case 'published':
      return [
        {
          ...when('asOf', 'Through the end of which day', { time: false, optional: true }),
          hint: 'Today when it is left blank. For example, 31 3 2026.',
        },
      ]
    case 'celcis':
      return [
        { ...when('from', 'First day', { time: false }), hint: 'For example, 1 8 2025.' },
        {
          ...when('to', 'Last day', { time: false }),
          hint: 'Nothing that happened later is in it. For example, 31 7 2026.',
        },
        { kind: 'choice', name: 'agreement', label: 'Agreement', as: 'list', options: agreements },
      ]
    case 'clas':
      return [
        {
          kind: 'number',
          name: 'year',
          label: 'Year in which the return ends',
          hint: '2026 is 1 August 2025 to 31 July 2026.',
        },
      ]
  }
}
