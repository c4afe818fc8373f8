import type { TestOfChangeAnswer } from '../../contracts/improvement-schema'
import { readFor } from '../../db/acting'
import { nameOfVariant, noNextCycle, type TestCycle } from '../../domain/improvement/test-of-change'
import type { Field, Typed } from '../../web/forms/field'
import { fillForm } from '../../web/forms/fill-form'
import {
  newTestFields,
  planFields,
  STEP_FIELDS,
  typedMeasures,
  type ImprovementChoices,
} from '../../web/forms/improvement-form'
import { formPage, type FormView } from '../../web/pages/form'
import { testOfChangePage } from '../../web/pages/test-of-change'
import { cohortOf, testRoutes } from '../improvement/tests-of-change'
import { Problem } from '../problem'
import type { PageServices } from '../services'
import {
  choicesFor,
  emptyForm,
  readRecordForm,
  recordFor,
  recordsFor,
  sendRecordForm,
  versionSeen,
} from './improvement-forms'
import { mayImprove, personNames, placeNames } from './improvement-page'
import type { PageRequest, PageRoute } from './page-route'

const BACK = { address: '/improvement', words: 'Improvement' }

export const newTestFormRoute: PageRoute = {
  method: 'get',
  path: '/improvement/tests/new',
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const { after } = request.query
    const last =
      after === undefined ? undefined : await testOf({ ...request, params: { id: after } }, services)
    const typed = last ? typedNext(last, choicesFor(services)) : {}
    return { content: formPage(newTestView(request, services, last, typed)) }
  },
}

export const beginTestPageRoute: PageRoute = {
  method: 'post',
  path: '/improvement/tests/new',
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const { typed } = request
    const after = typed['after'] ?? ''
    const last = after === '' ? undefined : await testOf({ ...request, params: { id: after } }, services)
    const view = newTestView(request, services, last, typed)
    // what is left empty is not taken over from the cycle before
    const read = readRecordForm(view.fields, typed, { isChange: last !== undefined })
    if (last) read.body['after'] = last.id
    return sendRecordForm(
      { route: testRoutes.keep, view, read, to: (kept) => `${addressOfKept(kept)}?kept=yes` },
      request,
      services,
    )
  },
}

export const testPageRoute: PageRoute = {
  method: 'get',
  path: '/improvement/tests/:id',
  actions: ['improvement.read'],
  here: 'improvement',
  async answer(request, services) {
    const test = await testOf(request, services)
    const { items } = await recordsFor<TestOfChangeAnswer>(testRoutes.list, request, services, {
      series: test.series,
    })
    const cycles = [...items].sort((a, b) => a.cycle - b.cycle)
    const noNext = noNextCycle(cycleOf(test), cycles.at(-1)?.cycle ?? test.cycle)
    const cohort = await readFor(services.db, request.person, (trx) => cohortOf(trx, cycleOf(test)))
    return {
      content: testOfChangePage({
        test,
        cycles,
        ...(cohort && { cohort }),
        mayWrite: mayImprove(request),
        ...(noNext !== undefined && { noNext }),
        placeName: placeNames(services),
        nameOf: await personNames(services),
        ...(request.query['kept'] !== undefined && { done: 'It is kept.' }),
      }),
    }
  },
}

export const testStepFormRoute: PageRoute = {
  method: 'get',
  path: '/improvement/tests/:id/:step',
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const test = await testOf(request, services)
    return { content: formPage(stepView(request, services, test, typedOf(test, choicesFor(services)))) }
  },
}

export const keepTestStepPageRoute: PageRoute = {
  method: 'post',
  path: '/improvement/tests/:id/:step',
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const { typed } = request
    const test = await testOf(request, services)
    const view = stepView(request, services, test, typed)
    const read = readRecordForm(view.fields, typed, { isChange: true })
    return sendRecordForm(
      {
        route: testRoutes.change,
        id: test.id,
        view,
        read,
        to: () => `/improvement/tests/${test.id}?kept=yes`,
      },
      request,
      services,
    )
  },
}

function testOf(request: Pick<PageRequest, 'person' | 'params'>, services: PageServices) {
  return recordFor<TestOfChangeAnswer>(testRoutes.read, request, services)
}

// As the domain has it: nothing is null in it.
function cycleOf(test: TestOfChangeAnswer): TestCycle {
  return Object.fromEntries(
    Object.entries(test).filter(([, value]) => value !== null),
  ) as unknown as TestCycle
}

function newTestView(
  request: PageRequest,
  services: PageServices,
  last: TestOfChangeAnswer | undefined,
  typed: Typed,
): FormView {
  const choices = choicesFor(services)
  return {
    ...emptyForm(request),
    title: last === undefined ? 'Begin a test of change' : `Begin cycle ${last.cycle + 1}`,
    ...(last && { label: last.series }),
    action: '/improvement/tests/new',
    back: last === undefined ? BACK : { address: `/improvement/tests/${last.id}`, words: last.title },
    fields: last === undefined ? newTestFields(choices) : planFields(choices),
    typed: { locality: 'authority', ...typed },
    submit: 'Keep the plan',
    ...(last && { carried: { after: last.id } }),
  }
}

const TITLES = {
  plan: 'Plan',
  do: 'Do: what happened',
  study: 'Study: what was learnt',
  act: 'Act: what was decided',
} as const
type Step = keyof typeof TITLES

function stepView(
  request: PageRequest,
  services: PageServices,
  test: TestOfChangeAnswer,
  typed: Typed,
): FormView {
  const { step = '' } = request.params
  if (!isStep(step)) throw new Problem('not-found', 'There is no such step of a test of change')
  const form = emptyForm(request)
  const predicted = test.prediction ?? 'nothing yet: say in the plan what was expected'
  return {
    ...form,
    ...(step === 'study' && { intro: `${form.intro} What was predicted: ${predicted}` }),
    title: TITLES[step],
    label: `${test.title}, cycle ${test.cycle}`,
    action: `/improvement/tests/${test.id}/${step}`,
    back: { address: `/improvement/tests/${test.id}`, words: test.title },
    fields: fieldsOf(step, services),
    typed,
    version: versionSeen(request.typed, test.version),
    submit: 'Keep it',
  }
}

function isStep(step: string): step is Step {
  return Object.hasOwn(TITLES, step)
}

function fieldsOf(step: Step, services: PageServices): readonly Field[] {
  return step === 'plan' ? planFields(choicesFor(services)) : STEP_FIELDS[step]
}

function typedOf(test: TestOfChangeAnswer, choices: ImprovementChoices): Typed {
  const { measures, variant, locality, ...said } = test
  const fields = [...planFields(choices), ...Object.values(STEP_FIELDS).flat()]
  const others = fields.filter(({ name }) => name !== 'measures' && name !== 'variant')
  return {
    ...fillForm(others, said),
    ...typedMeasures(measures, choices),
    locality: locality ?? 'authority',
    variant: variant === null ? '' : nameOfVariant(variant),
  }
}

// What is to be found out, what is predicted and when is for people to say anew.
function typedNext(last: TestOfChangeAnswer, choices: ImprovementChoices): Typed {
  const anew = {
    ...last,
    question: null,
    prediction: null,
    from: null,
    until: null,
    happened: null,
    study: null,
    act: null,
    actNote: null,
  }
  return typedOf(anew, choices)
}

/** The page of a record that was just kept. */
function addressOfKept({ location = '' }: { readonly location?: string }): string {
  return location.replace('/api/v1/tests-of-change', '/improvement/tests')
}
