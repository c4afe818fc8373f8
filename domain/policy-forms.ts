import { USUAL_AGENCIES } from './agencies'

type Document = Readonly<Record<string, unknown>>

// The first form had no agencies and words of a council's own.
const toSecond = (document: Document): Document => ({
  agencies: USUAL_AGENCIES,
  words: {},
  ...document,
  form: 2,
})

/** Brings a document of each form to the next, the first to the second to begin with. The list is never shortened. */
const TO_THE_NEXT: readonly ((document: Document) => Document)[] = [toSecond]

/** The form of policy documents that this release reads; documents of earlier ones are read as if they were of it. */
export const POLICY_FORM = 1 + TO_THE_NEXT.length

/**
 * A policy document in the form of today: what is released never changes, and its hash is that of what was released. One that
 * says no form is of the first. What is of no form that there is, or no document at all, is given back as it is.
 */
export function inFormOfToday(document: unknown): unknown {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document
  const { form = 1 } = document as { readonly form?: unknown }
  if (typeof form !== 'number' || !Number.isInteger(form) || form < 1) return document
  return TO_THE_NEXT.slice(form - 1).reduce((read, next) => next(read), document as Document)
}
