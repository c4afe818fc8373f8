import express, { Router, type RequestHandler } from 'express'
import { giveAnswerRoute, showAnswerRoute } from '../answers/routes'
import { linkAnswerSchema, type LinkedInvitation } from '../answers/open-link'
import { addressOf } from '../caller'
import { limitLinks } from '../limits/rate-limits'
import { checked } from '../perform'
import type { LinkedRoute } from '../route'
import type { PageServices } from '../services'
import { policyOf } from '../../policies/released'
import { councilOf, USUAL_COUNCIL } from '../../web/council'
import { answerPage } from '../../web/pages/answer'
import { frameFor } from './frame'
import { show } from './show'

const PATH = '/answers/:token'

/**
 * The pages of invitations: opened by a signed link, outside sign-in. Whoever follows the link changes nothing; an answer is
 * sent. The token stands for the one who is invited, so that nobody without it can have a form sent.
 */
export function answerPages(services: PageServices): Router {
  const router = Router()
  const limit = limitLinks(services)
  router.get(PATH, limit, answering(showAnswerRoute, services))
  const form = express.urlencoded({ extended: false, limit: '4kb' })
  router.post(PATH, limit, form, answering(giveAnswerRoute, services))
  return router
}

function answering(route: LinkedRoute, services: PageServices): RequestHandler {
  return async (request, response) => {
    const token = String(request.params['token'])
    const body = route.body === undefined ? undefined : checked(linkAnswerSchema, request.body, ['answer'])
    const from = addressOf(request)
    const isHead = request.method === 'HEAD'
    const asked = { token, body, isHead, ...(from !== undefined && { from }) }
    const answer = await route.answerTo(asked, services)
    const view = { ...(answer.body as LinkedInvitation), token, justNow: route.method === 'post' }
    const council = answer.policy === undefined ? USUAL_COUNCIL : councilOf(policyOf(answer.policy))
    response.set('x-robots-tag', 'noindex')
    show(response, frameFor(undefined, services.pages, ''), answerPage(view, council))
  }
}
