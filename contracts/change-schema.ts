import { z } from 'zod'
import { eventSchema } from './journey-schema'

const told = {
  id: z.uuid().meta({ description: 'Of this change alone: whoever has had it once need not take it again' }),
  at: z.iso.datetime({ offset: true }).meta({ description: 'When it was told' }),
  journeyId: z.uuid(),
  locality: z
    .string()
    .meta({ description: 'Where the journey was then; of one that has left, which it left' }),
}
const seen = { childReference: z.string(), team: z.string().nullable() }

/** Something that a connected system is told. */
export const changeSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('event').meta({ description: 'This was recorded: a correction is an event too' }),
      ...told,
      ...seen,
      imported: z.boolean().optional().meta({ description: 'Brought in from before, by an import' }),
      event: eventSchema,
    }),
    z.strictObject({
      kind: z.enum(['entered', 'moved']).meta({
        description:
          '`entered`: it has come into your localities, and all of its events follow. `moved`: to another of your ' +
          'localities, or to another team',
      }),
      ...told,
      ...seen,
    }),
    z.strictObject({
      kind: z.enum(['left', 'erased']).meta({
        description: 'It has left your localities, or the child was erased: what you keep of it is to go',
      }),
      ...told,
    }),
  ])
  .meta({ id: 'Change', description: 'Something that another system must know to keep in step' })

export type ChangeAnswer = z.output<typeof changeSchema>
