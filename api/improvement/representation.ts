import type {
  DriverDiagramAnswer,
  ForcefieldAnswer,
  RecordVersionAnswer,
  TestOfChangeAnswer,
} from '../../contracts/improvement-schema'
import type { RecordVersion } from '../../db/improvement/list'
import type { ImprovementRecord } from '../../db/improvement/records'
import { allBranches, treeOf } from '../../domain/improvement/driver-diagram'
import type { ImprovementKind } from '../../domain/improvement/record'
import { statusOf } from '../../domain/improvement/test-of-change'
import { writeInstant, type LocalDate } from '../../domain/time'
import { variantNamed } from './variants'

/** A cycle of a test of change, as it is answered on a day. */
export function testAnswer(
  record: ImprovementRecord<'test-of-change'>,
  today: LocalDate,
): TestOfChangeAnswer {
  const { content } = record
  const variant = content.variant && variantNamed(content.variant)
  return {
    ...keptAnswer(record),
    title: content.title,
    series: content.series,
    cycle: content.cycle,
    status: statusOf(content, today),
    aim: content.aim,
    driver: content.driver ?? null,
    objective: content.objective ?? null,
    question: content.question ?? null,
    prediction: content.prediction ?? null,
    who: content.who ?? null,
    locality: content.locality ?? null,
    from: content.from ?? null,
    until: content.until ?? null,
    measures: [...content.measures],
    dataPlan: content.dataPlan ?? null,
    variant: variant
      ? {
          id: variant.policy.id,
          version: variant.policy.version,
          cohort: variant.test.cohort,
          title: variant.test.title,
        }
      : null,
    happened: content.happened ?? null,
    study: content.study ?? null,
    act: content.act ?? null,
    actNote: content.actNote ?? null,
  }
}

/** A driver diagram, as it is answered: its nodes as a reader meets them, each before what is beneath it. */
export function diagramAnswer(record: ImprovementRecord<'driver-diagram'>): DriverDiagramAnswer {
  const { title, aim, statement, locality, measures, nodes } = record.content
  return {
    ...keptAnswer(record),
    title,
    aim,
    statement,
    locality: locality ?? null,
    measures: [...measures],
    nodes: allBranches(treeOf(nodes)).map(({ node, kind }) => ({
      id: node.id,
      under: node.under ?? null,
      kind,
      title: node.title,
      measures: [...node.measures],
    })),
  }
}

/** A forcefield, as it is answered. */
export function forcefieldAnswer(record: ImprovementRecord<'forcefield'>): ForcefieldAnswer {
  const { title, aim, locality, forces } = record.content
  return {
    ...keptAnswer(record),
    title,
    aim,
    locality: locality ?? null,
    forces: forces.map(({ id, side, title: what, strength, stage, reason }) => ({
      id,
      side,
      title: what,
      strength,
      stage: stage ?? null,
      reason: reason ?? null,
    })),
  }
}

/** A version of a record, as it is answered. */
export function versionAnswer(version: RecordVersion): RecordVersionAnswer {
  return {
    version: version.version,
    changedAt: writeInstant(version.changedAt),
    changedBy: version.changedBy,
    changed: [...version.changed],
    record: { ...version.content },
  }
}

function keptAnswer({
  id,
  version,
  begunAt,
  begunBy,
  changedAt,
  changedBy,
}: ImprovementRecord<ImprovementKind>) {
  return {
    id,
    version,
    begunAt: writeInstant(begunAt),
    begunBy,
    changedAt: writeInstant(changedAt),
    changedBy,
  }
}
