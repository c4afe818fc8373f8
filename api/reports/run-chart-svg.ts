import type { ReportedRunChart } from '../../contracts/run-chart-schema'
import { ReportPicture } from '../../web/charts/report-picture'
import { svgFile } from '../../web/charts/standalone'
import type { Services } from '../services'

/** A run chart as a picture that stands by itself. */
export function runChartAsSvg(chart: ReportedRunChart, { policy }: Pick<Services, 'policy'>): string {
  return svgFile(
    ReportPicture({ chart, place: placeOf(chart, policy), size: 'wide', id: 'run-chart', isAlone: true }),
  )
}

/** Of which place a chart is, by name. */
export function placeOf(
  { locality }: Pick<ReportedRunChart, 'locality'>,
  { policy }: Services['policy'],
): string {
  if (locality === null) return policy.authority
  return policy.localities.find(({ id }) => id === locality)?.name ?? locality
}
