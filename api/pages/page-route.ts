import type { Action } from '../../domain/permissions'
import type { Typed } from '../../web/forms/field'
import type { Content, Section } from '../../web/frame'
import type { PageServices } from '../services'
import type { Person } from './session'

/** What a page is asked. */
export interface PageRequest {
  readonly person: Person
  readonly params: Readonly<Record<string, string>>
  readonly query: Typed
  /** What was typed into a form; empty when nothing was sent. */
  readonly typed: Typed
  /** The file of a form that has one, read as it comes in. */
  readonly file?: AsyncIterable<Uint8Array>
  /** To be sent back with every form. */
  readonly csrf: string
}

/** A page to show, or the address to go to. */
export type PageAnswer = { readonly content: Content; readonly status?: number } | { readonly to: string }

/** A page for people who are signed in. It does not compile without the actions that let somebody in: one of them is enough. */
export interface PageRoute {
  readonly method: 'get' | 'post'
  /** As express writes it, e.g. `/journeys/:id`. */
  readonly path: string
  readonly actions: readonly [Action, ...Action[]]
  /** Its form has a file. */
  readonly takesFile?: boolean
  /** Which part of the navigation it belongs to. */
  readonly here?: Section
  answer(request: PageRequest, services: PageServices): Promise<PageAnswer>
}
