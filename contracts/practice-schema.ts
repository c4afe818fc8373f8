import { z } from 'zod'
import { STAGES } from '../domain/codes'

const moment = z.iso
  .datetime({ offset: true })
  .meta({ description: "A moment, with London's offset of then", example: '2026-12-24T09:00:00+00:00' })

/** The clock of a practice journey. */
export const practiceClockSchema = z
  .strictObject({
    now: moment.meta({ description: "The journey's own time: what is recorded in it is dated by it" }),
    behind: z.boolean().meta({
      description: 'The engine is still on its way to there: what it has not come to yet is not written yet',
    }),
    refused: z.boolean().meta({
      description:
        'The engine refused to move it: it runs without skipping time, and no practice can be moved',
    }),
    engineAt: moment.nullable().meta({
      description:
        'How far the engine has come; null before it has begun. Not behind, it is where the journey is',
    }),
    next: z.strictObject({ at: moment, label: z.string() }).nullable().meta({
      description: 'What comes next by itself; null when nothing does before something is recorded',
    }),
  })
  .meta({ id: 'PracticeClock' })

/** A practice journey as a list shows it. */
export const listedPracticeSchema = z
  .strictObject({
    id: z.uuid(),
    childReference: z.string(),
    locality: z.string(),
    stage: z.enum(STAGES),
    policy: z.strictObject({ id: z.string(), version: z.int().min(1) }),
    startedOn: z.iso.date(),
    closed: z.boolean(),
    now: moment,
    touchedAt: moment.meta({ description: 'When somebody last recorded in it or moved its clock' }),
    removedOn: z.iso
      .date()
      .meta({ description: 'It is thrown away on this day unless somebody uses it before' }),
  })
  .meta({ id: 'ListedPractice' })

export type ListedPracticeAnswer = z.output<typeof listedPracticeSchema>

/** A practice journey with its clock. */
export const practiceSchema = listedPracticeSchema
  .omit({ now: true })
  .extend({ clock: practiceClockSchema })
  .meta({ id: 'Practice', description: 'A practice journey, which is about no child, and its clock' })

export type PracticeAnswer = z.output<typeof practiceSchema>
