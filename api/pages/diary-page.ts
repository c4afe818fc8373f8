import type { DiaryAnswer } from '../../contracts/diary-schema'
import type { Typed } from '../../web/forms/field'
import { councilOf } from '../../web/council'
import { diaryPage, type DiaryFilter } from '../../web/pages/diary'
import { readDiaryRoute } from '../diary/read-diary'
import { checked } from '../perform'
import { Problem } from '../problem'
import { summaryOf } from './form-errors'
import { policyLocalities } from './localities'
import { readNames } from './names'
import type { PageRoute } from './page-route'

const FILTERS = ['locality', 'from', 'until'] as const

export const diaryPageRoute: PageRoute = {
  method: 'get',
  path: '/diary',
  actions: ['diary.read'],
  here: 'diary',
  async answer({ person, query }, services) {
    const filter = filterIn(query)
    const localities = policyLocalities(services.policy, person.scope)
    const council = councilOf(services.policy.policy)
    const view = { filter, localities, council, nameOf: await readNames(services.db), errors: [] }
    try {
      const asked = checked(readDiaryRoute.query, filter, FILTERS)
      const { body } = await readDiaryRoute.read(
        { caller: person, params: {}, query: asked, body: undefined },
        services,
      )
      return { content: diaryPage({ ...view, diary: body as DiaryAnswer }) }
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-request') throw error
      return { status: 422, content: diaryPage({ ...view, errors: summaryOf(error, []) }) }
    }
  },
}

// What was left empty does not narrow.
function filterIn(query: Typed): DiaryFilter {
  return Object.fromEntries(
    FILTERS.flatMap((name) => (query[name]?.trim() ? [[name, query[name].trim()]] : [])),
  )
}
