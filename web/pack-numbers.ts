import type { AimsAnswer } from '../contracts/aims-schema'
import type { ReportedRunChart } from '../contracts/run-chart-schema'

/** The numbers of a locality beside the children of its pack: counted when the pack is looked at, as of its day. */
export interface PackNumbers {
  readonly aims: AimsAnswer
  /** Those that have a point. */
  readonly charts: readonly ReportedRunChart[]
}
