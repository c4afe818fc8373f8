import { may } from '../../domain/permissions'
import { policyOf } from '../../policies/released'
import { actionFor } from '../../web/next-action'
import { workPage } from '../../web/pages/work'
import type { WorkAnswer } from '../../contracts/work-schema'
import { myWorkRoute } from '../me/my-work'
import type { PageRoute } from './page-route'

export const workPageRoute: PageRoute = {
  method: 'get',
  path: '/work',
  actions: ['work.read'],
  here: 'work',
  async answer({ person }, services) {
    const { body } = await myWorkRoute.read(
      { caller: person, params: {}, query: {}, body: undefined },
      services,
    )
    return {
      content: workPage({
        work: body as WorkAnswer,
        actionOf({ policy }, ruleId) {
          const rule = policyOf(policy).rules.find(({ id }) => id === ruleId)
          const action = rule && actionFor(rule.metBy)
          return action && may(person.roles, `record.${action.type}`) ? action : undefined
        },
      }),
    }
  },
}
