import { z } from 'zod'
import { PARTS } from './health'
import { openRoute } from './route'

const state = z.union([
  z.literal('ready'),
  z.strictObject({ state: z.literal('unavailable'), because: z.string() }),
])

const readiness = z
  .strictObject({
    status: z.enum(['ready', 'degraded', 'unavailable']).meta({
      description:
        '`ready`: every part is at work. `degraded`: what people record is kept, and what else is to happen waits. ' +
        '`unavailable`: nothing can be recorded',
    }),
    parts: z.record(z.enum(PARTS), state),
  })
  .meta({ id: 'Readiness' })

export const liveRoute = openRoute({
  path: '/health/live',
  tag: 'Health',
  summary: 'Is the API alive?',
  description: 'Answers as long as the process does.',
  answer: { status: 200, description: 'It is', schema: z.strictObject({ status: z.literal('alive') }) },
  problems: [],
  look: () => Promise.resolve({ status: 200, body: { status: 'alive' } }),
})

export const readyRoute = openRoute({
  path: '/health/ready',
  tag: 'Health',
  summary: 'Is each part at work?',
  description: 'Names each part of the installation. 503 when nothing can be recorded.',
  answer: { status: 200, description: 'The API can record', schema: readiness },
  otherwise: { status: 503, description: 'The API cannot record', schema: readiness },
  problems: [],
  async look({ health }) {
    const answer = await health.readiness()
    return { status: answer.status === 'unavailable' ? 503 : 200, body: answer }
  },
})
