import { scaleLinear } from 'd3-scale'
import type { ChartBlock } from './paper'

/** Where a chart is drawn, in points, and how words are written there. */
export interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly write: (text: string, x: number, y: number, align?: 'left' | 'middle' | 'right') => void
}

const LINE = '#0065bd'
const MEDIAN = '#1a1a1a'
const GRID = '#767676'

/** Draws the values of a run chart: a line that breaks where nothing is known, its median, and the values on an axis. */
export function drawChart(
  doc: PDFKit.PDFDocument,
  { points, median, unit }: Pick<ChartBlock, 'points' | 'median' | 'unit'>,
  { x, y, width, height, write }: Frame,
): void {
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]))
  const most = Math.max(1, ...known, median ?? 0)
  const [left, right, top, bottom] = [x + 34, x + width - 60, y + 12, y + height - 20]
  const up = scaleLinear().domain([0, most]).nice(4).range([bottom, top])
  const across = scaleLinear()
    .domain([0, Math.max(1, points.length - 1)])
    .range([left + 6, right])
  write(unit, x, y - 2)
  for (const tick of up.ticks(4)) {
    doc.moveTo(left, up(tick)).lineTo(right, up(tick)).lineWidth(0.25).strokeColor(GRID).stroke()
    write(String(tick), left - 6, up(tick) - 5, 'right')
  }
  drawLine(doc, points, across, up)
  if (median !== undefined) {
    doc
      .moveTo(left, up(median))
      .lineTo(right, up(median))
      .lineWidth(1)
      .strokeColor(MEDIAN)
      .dash(4, { space: 3 })
      .stroke()
    doc.undash()
    write(`Median ${String(Math.round(median * 10) / 10)}`, right + 6, up(median) - 5)
  }
  // as many names as have room beside each other
  const every = Math.max(1, Math.ceil((points.length * 58) / (right - left)))
  for (const [index, { label }] of points.entries())
    if (index % every === 0) write(label, across(index), bottom + 6, 'middle')
}

function drawLine(
  doc: PDFKit.PDFDocument,
  points: ChartBlock['points'],
  across: (index: number) => number,
  up: (value: number) => number,
): void {
  let goesOn = false
  for (const [index, { value }] of points.entries()) {
    if (value === null) {
      goesOn = false
      continue
    }
    if (goesOn) doc.lineTo(across(index), up(value))
    else doc.moveTo(across(index), up(value))
    goesOn = true
  }
  doc.lineWidth(1.5).strokeColor(LINE).stroke()
  for (const [index, { value }] of points.entries())
    if (value !== null) doc.circle(across(index), up(value), 2.5).fillColor(LINE).fill()
}
