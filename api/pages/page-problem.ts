import type { ErrorRequestHandler } from 'express'
import { toldPage, type ToldView } from '../../web/pages/told'
import { errorLine, requestIdOf } from '../log'
import { Problem } from '../problem'
import { problemOf } from '../problem-of'
import { frameFor } from './frame'
import type { PageServices } from '../services'
import { personOf } from './session'
import { show } from './show'

/** Tells a person what stood in the way of a page, in the words of the API, with the same status. */
export function tellPageProblem(services: PageServices): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    // the API says it in its own way
    if (response.headersSent || /^\/(api\/|openapi\.json)/.test(request.path)) {
      next(error)
      return
    }
    const person = personOf(response)
    const problem = problemOf(error, person) ?? unexpected(requestIdOf(request))
    if (problem.status >= 500) {
      const line = error instanceof Error ? errorLine(error) : { message: typeof error }
      services.log.error({ requestId: requestIdOf(request), err: line }, 'a page could not be shown')
    }
    response.set(problem.headers)
    // without the session's store there is no token for a form, and signing out waits
    show(response, frameFor(undefined, services.pages, ''), toldPage(viewOf(problem)), problem.status)
  }
}

const TITLES: Readonly<Record<number, string>> = {
  403: 'This is not allowed',
  404: 'This is not here',
  409: 'This is not possible now',
  410: 'This link has ended',
  413: 'That is too much at once',
  429: 'That was too much in a short time',
  503: 'This is not available at present',
}

function viewOf({ status, detail, members }: Problem): ToldView {
  const { remedy } = members as { readonly remedy?: string }
  return {
    title: TITLES[status] ?? 'This did not work',
    paragraphs: [`${detail}.`, ...(remedy === undefined ? [] : [`${remedy}.`])],
    on: { address: '/', words: 'Go to the first page' },
  }
}

function unexpected(id: string): Problem {
  return new Problem('unexpected', `Something went wrong here, and it has been logged as ${id}`, {
    remedy: 'Go back and try again; if it stays so, tell the people who run PACE that number',
  })
}
