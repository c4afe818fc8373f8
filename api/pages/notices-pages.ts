import type { ListedNoticeAnswer, MailStateAnswer } from '../../contracts/notice-schema'
import { may } from '../../domain/permissions'
import type { Typed } from '../../web/forms/field'
import { noticesAddress, noticesPage, type NoticesFilter } from '../../web/pages/notices'
import { keyIn } from '../idempotency'
import { listNoticesRoute } from '../notices/list-notices'
import { noticeParams, resendNoticeRoute } from '../notices/resend-notice'
import { checked, paramsOf, perform } from '../perform'
import { Problem } from '../problem'
import { summaryOf } from './form-errors'
import { policyLocalities } from './localities'
import type { PageRoute } from './page-route'

export const noticesPageRoute: PageRoute = {
  method: 'get',
  path: '/notices',
  actions: ['notices.list'],
  here: 'notices',
  async answer({ person, query, csrf }, services) {
    const filter = filterIn(query)
    const { cursor } = query
    const view = {
      filter,
      localities: policyLocalities(services.policy, person.scope),
      mayResend: may(person.roles, 'notices.resend'),
      csrf,
      resent: query['resent'] !== undefined,
      isLater: cursor !== undefined,
      errors: [],
    }
    try {
      const asked = checked(
        listNoticesRoute.query,
        { ...filter, ...(cursor !== undefined && { cursor }) },
        FILTERS,
      )
      const { body } = await listNoticesRoute.read(
        { caller: person, params: {}, query: asked, body: undefined },
        services,
      )
      const { items, next, mail } = body as {
        items: ListedNoticeAnswer[]
        next: string | null
        mail: MailStateAnswer
      }
      const more = next === null ? {} : { next: noticesAddress(filter, { cursor: next }) }
      return { content: noticesPage({ ...view, items, mail, ...more }) }
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-request') throw error
      return { status: 422, content: noticesPage({ ...view, items: [], errors: summaryOf(error, []) }) }
    }
  },
}

export const resendPageRoute: PageRoute = {
  method: 'post',
  path: '/notices/:id/resend',
  actions: ['notices.resend'],
  here: 'notices',
  async answer({ person, params, typed }, services) {
    const { to = '', from } = typed
    const key = typed['_key'] === undefined ? undefined : keyIn(typed['_key'])
    await perform(
      resendNoticeRoute,
      {
        caller: person,
        params: paramsOf(resendNoticeRoute, { id: params['id'] }),
        body: to === '' ? {} : { to },
        ...(key !== undefined && { key }),
      },
      services,
    )
    const journey = noticeParams.safeParse({ id: from })
    return {
      to: journey.success ? `/journeys/${journey.data.id}?resent=true#notices` : '/notices?resent=true',
    }
  },
}

const FILTERS = ['status', 'locality'] as const

// A filter that was left at "all" is sent empty, and does not narrow.
function filterIn(query: Typed): NoticesFilter {
  return Object.fromEntries(
    FILTERS.flatMap((name) => (query[name]?.trim() ? [[name, query[name].trim()]] : [])),
  )
}
