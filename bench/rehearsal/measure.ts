import { rehearse, type Rehearsal } from '../../db/rehearsing'
import { COURSES, type Course } from '../../domain/rehearsal'
import { instant } from '../../domain/time'
import { currentPolicy } from '../../policies/released'
import type { Ground } from '../ground'
import { beginning } from '../history/reference-journey'
import type { Figure } from '../report/figure'
import { rehearsalFigure, type Rehearsed } from './figure'

/** Rehearses Highland's policy by each course, one after the other, and measures how long each takes. */
export async function measureRehearsal({ installation, db, say }: Ground): Promise<Figure> {
  const rehearsed: Rehearsed[] = []
  for (const course of COURSES) {
    say(`Rehearsing Highland's policy, ${course}`)
    const began = performance.now()
    const rehearsal = await rehearsalOf(course, { installation, db })
    rehearsed.push({
      course,
      seconds: (performance.now() - began) / 1_000,
      events: rehearsal.recorded.row.seq,
      notices: rehearsal.notices.length,
      moments: new Set(rehearsal.notices.map(({ at }) => at)).size,
    })
  }
  return rehearsalFigure(rehearsed)
}

function rehearsalOf(
  course: Course,
  { installation, db }: Pick<Ground, 'installation' | 'db'>,
): Promise<Rehearsal> {
  return rehearse(db, installation.keys, {
    policy: currentPolicy('highland'),
    course,
    locality: 'caithness',
    startsAt: instant(beginning),
    by: 'bench',
  })
}
