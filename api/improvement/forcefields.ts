import {
  forcefieldChangeSchema,
  forcefieldContentSchema,
  forcefieldSchema,
  forcefieldToKeepSchema,
} from '../../contracts/improvement-schema'
import { faultsOfForces, type Forcefield } from '../../domain/improvement/forcefield'
import { placeFaults } from './place-faults'
import { recordRoutes } from './record-routes'
import { forcefieldAnswer } from './representation'

/** The routes of forcefields. */
export const forcefieldRoutes = recordRoutes<'forcefield', Forcefield>({
  kind: 'forcefield',
  path: '/api/v1/forcefields',
  words: { one: 'forcefield', several: 'forcefields' },
  about:
    'What drives towards an aim and what restrains it, each with a strength from 1 to 5, and where it can be told with the stage or ' +
    'the reason of delay in which it is seen.',
  filters: {},
  toKeep: forcefieldToKeepSchema,
  change: forcefieldChangeSchema,
  content: forcefieldContentSchema,
  answer: forcefieldSchema,
  example: {
    title: 'Aim 2 in Caithness',
    aim: '2',
    locality: 'caithness',
    forces: [
      { id: 'managers', side: 'driving', title: 'Local managers chair the first meeting', strength: 5 },
      { id: 'distance', side: 'restraining', title: 'Distance', strength: 4, stage: 'assessment' },
    ],
  },
  changeExample: {
    forces: [{ id: 'distance', side: 'restraining', title: 'Distance', strength: 3, reason: 'staffing' }],
  },
  made: (given) => Promise.resolve(given),
  judge: ({ locality, forces }, services) => [...placeFaults(locality, services), ...faultsOfForces(forces)],
  represent: forcefieldAnswer,
})
