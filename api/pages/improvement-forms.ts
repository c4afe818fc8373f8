import { randomUUID } from 'node:crypto'
import type { KeptAnswer } from '../../db/idempotency'
import type { Field, Typed } from '../../web/forms/field'
import type { ImprovementChoices } from '../../web/forms/improvement-form'
import { put, readForm, type ReadForm } from '../../web/forms/read-form'
import { measureWords, NO_CHILD_REMINDER } from '../../web/improvement-words'
import { formPage, type FormView } from '../../web/pages/form'
import { AUTHORITY } from '../../db/scope'
import { nameOfVariant } from '../../domain/improvement/test-of-change'
import { aimName } from '../../web/aim-words'
import { variants } from '../improvement/variants'
import { paramsOf } from '../perform'
import { aimsInForce } from '../reports/read-aims'
import { measuresHere } from '../reports/run-chart-query'
import type { ReadRoute, WriteRoute } from '../route'
import type { PageServices } from '../services'
import { policyLocalities } from './localities'
import type { PageAnswer, PageRequest } from './page-route'
import { submitForm, type Sent } from './submit-form'

/** A record as the API answers it, to somebody who opens its page. Throws Problem when there is none. */
export async function recordFor<Answer>(
  route: ReadRoute,
  { person, params }: Pick<PageRequest, 'person' | 'params'>,
  services: PageServices,
): Promise<Answer> {
  const named = paramsOf(route, { id: params['id'] })
  const { body } = await route.read({ caller: person, params: named, query: {}, body: undefined }, services)
  return body as Answer
}

/** Every record of a kind that one page can show: the newest, and whether there are more. */
export async function recordsFor<Answer>(
  route: ReadRoute,
  { person }: Pick<PageRequest, 'person'>,
  services: PageServices,
  filter: object = {},
): Promise<{ readonly items: readonly Answer[]; readonly next: string | null }> {
  const query = { limit: 200, ...filter }
  const { body } = await route.read({ caller: person, params: {}, query, body: undefined }, services)
  return body as { items: Answer[]; next: string | null }
}

/** What can be chosen on the forms. */
export function choicesFor({ policy: inForce }: Pick<PageServices, 'policy'>): ImprovementChoices {
  return {
    localities: policyLocalities(inForce, AUTHORITY).map(({ id, name }) => ({ value: id, words: name })),
    aims: aimsInForce(inForce).map(({ id, title }) => ({ value: id, words: aimName({ id, title }) })),
    measures: measuresHere(inForce).map(({ id }) => ({ value: id, words: measureWords(id) })),
    variants: variants().map(({ policy: { id, version }, test }) => ({
      value: nameOfVariant({ id, version }),
      words: `${test.title} (${id}, version ${version})`,
    })),
  }
}

/** What every form of a record begins with: nothing typed, and the reminder that it is about no child. */
export function emptyForm({ csrf, typed }: PageRequest) {
  return {
    intro: NO_CHILD_REMINDER,
    typed: {},
    csrf,
    key: typed['_key'] ?? randomUUID(),
    errors: [],
    fieldErrors: {},
  }
}

/** The version that the person saw when they opened a form; that of the record when they open it now. */
export function versionSeen({ _version: version = '' }: Typed, now: number): number {
  return /^\d{1,9}$/.test(version) ? Number(version) : now
}

/** A form that is sent: to which route, as which view it is shown again, and where it leads. */
export interface FormSent extends Pick<Sent, 'within'> {
  readonly route: WriteRoute
  readonly id?: string
  readonly view: FormView
  readonly read: ReadForm
  readonly to: (kept: KeptAnswer) => string
}

/**
 * Sends a form of a record. What is wrong is shown with all that was typed; so it is where somebody else has changed the record
 * meanwhile, and sending it once more keeps it.
 */
export async function sendRecordForm(
  { route, id, view, read, within, to }: FormSent,
  { person, typed }: PageRequest,
  services: PageServices,
): Promise<PageAnswer> {
  const outcome = await submitForm(
    {
      route,
      params: id === undefined ? {} : { id },
      fields: view.fields,
      typed: { ...typed, _version: String(view.version ?? '') },
      fixed: {},
      read,
      person,
      ...(within && { within }),
    },
    services,
  )
  if ('kept' in outcome) return { to: to(outcome.kept) }
  const { status, errors, fieldErrors, problem } = outcome
  if (problem.kind !== 'recorded-meanwhile')
    return { status, content: formPage({ ...view, errors, fieldErrors }) }
  return {
    status,
    content: formPage({
      ...view,
      version: Number(problem.members['version']),
      // what is sent again is another request
      key: randomUUID(),
      errors: [
        {
          message: 'Somebody else has changed this record meanwhile',
          remedy:
            'What you wrote is still here, and not kept yet: look at the record, then keep it if it still holds',
        },
      ],
    }),
  }
}

/**
 * What a form says of a record: measures in one list, a variant by id and version, a place where there is one. Of a change, what is
 * left empty is taken away.
 */
export function readRecordForm(
  fields: readonly Field[],
  typed: Typed,
  { isChange }: { readonly isChange: boolean },
): ReadForm {
  const { body: read, wrong } = readForm(fields, typed)
  const { otherMeasures, variant, ...body } = read
  if (fields.some(({ name }) => name === 'otherMeasures'))
    body['measures'] = [...((body['measures'] ?? []) as string[]), ...linesIn(otherMeasures)]
  if (body['locality'] === 'authority') delete body['locality']
  if (typeof variant === 'string') {
    const [id, version] = variant.split('@')
    body['variant'] = { id, version: Number(version) }
  }
  const unsaid = fields.map(({ name }) => name).filter((name) => name !== 'otherMeasures' && !(name in body))
  const isUnread = (name: string) => wrong.some(({ field }) => field === name)
  if (isChange) for (const name of unsaid) if (!isUnread(name)) put(body, [name], null)
  return { body, wrong }
}

function linesIn(text: unknown): string[] {
  if (typeof text !== 'string') return []
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
