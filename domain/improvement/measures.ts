/** What is measured on run charts, by its code. */
export const RUN_CHART_MEASURES = [
  'weeks-to-recommendation',
  'weeks-to-panel',
  'weeks-to-decision',
  'weeks-to-lodging',
  'on-time',
  'reviews-on-time',
  'meetings-with-views',
] as const
export type RunChartMeasure = (typeof RUN_CHART_MEASURES)[number]

/** Is a measure one of those that run charts show? Any other is in the words of whoever measures it. */
export function isOnRunChart(measure: string): measure is RunChartMeasure {
  return (RUN_CHART_MEASURES as readonly string[]).includes(measure)
}
