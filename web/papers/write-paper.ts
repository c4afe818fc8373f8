import PDFDocument from 'pdfkit'
import { linesOf, type Line, type Measure } from './lines'
import type { Block, ChartBlock, Paper, TableBlock } from './paper'
import { drawChart } from './draw-chart'
import { facesOf, type Weight } from './typeface'

const MARGIN = 56
const HEAD = 34
const INK = '#1a1a1a'
const QUIET = '#4d4d4d'
const RULE = '#767676'
const LEADING = 1.35

const SIZES = { title: 20, subtitle: 12, 2: 14, 3: 11.5, body: 10, small: 8.5 } as const

/** A way that text is set: its weight, its size in points, its colour. */
interface Style {
  readonly weight: Weight
  readonly size: number
  readonly ink: string
}

const BODY: Style = { weight: 'regular', size: SIZES.body, ink: INK }
const BOLD: Style = { ...BODY, weight: 'bold' }
const SMALL: Style = { weight: 'regular', size: SIZES.small, ink: QUIET }

/** A part of the structure by which a paper is read out, and what may be added to it. */
type Tag = PDFKit.PDFStructureElement

/**
 * Writes a paper as a tagged PDF (PDF/UA-1): headings, paragraphs, lists and tables are marked as such, its language is
 * British English, it has bookmarks and a title, and the typeface is in it. What is long goes on over the next page, a table
 * under its heading again. It is the same to the last byte whenever it is written from the same paper.
 */
export function writePaper(paper: Paper): Promise<Buffer> {
  return new Writing(paper).written()
}

class Writing {
  private readonly doc: PDFKit.PDFDocument
  private readonly chunks: Buffer[] = []
  private readonly root: Tag
  private y = 0
  private readonly faces = new Map<string, { hasGlyphForCodePoint(code: number): boolean }>()
  private readonly bookmarks: { chapter?: PDFKit.PDFOutline } = {}

  constructor(private readonly paper: Paper) {
    this.doc = new PDFDocument({
      size: 'A4',
      margin: 0,
      autoFirstPage: false,
      bufferPages: true,
      pdfVersion: '1.7',
      subset: 'PDF/UA',
      tagged: true,
      displayTitle: true,
      lang: 'en-GB',
      info: {
        Title: paper.subtitle === undefined ? paper.title : `${paper.title}: ${paper.subtitle}`,
        Author: paper.marking,
        Creator: 'PACE',
        Producer: 'PACE',
        CreationDate: new Date(paper.madeAt),
        ModDate: new Date(paper.madeAt),
      },
    } as unknown as PDFKit.PDFDocumentOptions)
    this.doc.on('data', (chunk: Buffer) => this.chunks.push(chunk))
    for (const weight of ['regular', 'bold'] as const) this.register(weight)
    this.root = this.doc.struct('Document')
    this.doc.addStructure(this.root)
  }

  async written(): Promise<Buffer> {
    const { doc, paper } = this
    const ended = new Promise<void>((resolve, reject) => {
      doc.once('end', resolve)
      doc.once('error', reject)
    })
    this.newPage()
    this.text(this.root, 'H1', paper.title, { weight: 'bold', size: SIZES.title, ink: INK })
    if (paper.subtitle !== undefined)
      this.text(this.root, 'P', paper.subtitle, { ...BODY, size: SIZES.subtitle, ink: QUIET })
    this.y += 6
    for (const block of paper.blocks) this.block(block)
    this.root.end()
    this.numberPages()
    doc.end()
    await ended
    return Buffer.concat(this.chunks)
  }

  private block(block: Block): void {
    switch (block.kind) {
      case 'heading':
        return this.heading(block.text, block.level ?? 2)
      case 'paragraph':
        return this.text(this.root, 'P', block.text, block.quiet === true ? { ...BODY, ink: QUIET } : BODY, {
          after: 6,
        })
      case 'list':
        return this.list(block.items)
      case 'facts':
        return this.facts(block.rows)
      case 'table':
        return this.table(block)
      case 'chart':
        return this.chart(block)
    }
  }

  private heading(text: string, level: 2 | 3): void {
    const style: Style = { weight: 'bold', size: SIZES[level], ink: INK }
    this.y += level === 2 ? 10 : 6
    // never alone at the foot of a page
    this.need(style.size * LEADING + 4 * SIZES.body * LEADING)
    const { outline } = this.doc
    if (level === 2) this.bookmarks.chapter = outline.addItem(text)
    else (this.bookmarks.chapter ?? outline).addItem(text)
    this.text(this.root, level === 2 ? 'H2' : 'H3', text, style, { after: 3 })
  }

  private list(items: readonly string[]): void {
    const list = this.doc.struct('L')
    this.root.add(list)
    for (const item of items) {
      const [entry, label, body] = [this.doc.struct('LI'), this.doc.struct('Lbl'), this.doc.struct('LBody')]
      list.add(entry)
      entry.add(label)
      entry.add(body)
      this.need(SIZES.body * LEADING)
      const top = this.y
      this.piece(label, 'Lbl', () =>
        this.line(linesOf('•', 20, this.measure(BODY))[0] ?? [], MARGIN + 4, top, BODY),
      )
      label.end()
      this.text(body, undefined, item, BODY, { x: MARGIN + 18, after: 2 })
      entry.end()
    }
    list.end()
    this.y += 4
  }

  // As a table whose first column names the row.
  private facts(rows: readonly (readonly [string, string])[]): void {
    const table = this.doc.struct('Table')
    this.root.add(table)
    for (const row of rows) this.row(table, row, [0.32, 0.68], { rule: false })
    table.end()
    this.y += 6
  }

  private table({ title, columns, rows }: TableBlock): void {
    const all = columns.reduce((sum, { share = 1 }) => sum + share, 0)
    const shares = columns.map(({ share = 1 }) => share / all)
    const table = this.doc.struct('Table', { title })
    this.root.add(table)
    const titles = columns.map((column) => column.title)
    // the heading with at least one row beneath
    this.need(4 * SIZES.body * LEADING)
    const head = this.doc.struct('THead')
    table.add(head)
    this.row(head, titles, shares, { heading: true })
    head.end()
    const body = this.doc.struct('TBody')
    table.add(body)
    for (const row of rows) this.row(body, row, shares, { again: titles })
    body.end()
    table.end()
    this.y += 8
  }

  /** A row of a table, over as many pages as it takes. `again`: what stands at the head of each further page. */
  private row(
    parent: Tag,
    cells: readonly string[],
    shares: readonly number[],
    { heading = false, rule = true, again }: { heading?: boolean; rule?: boolean; again?: readonly string[] },
  ): void {
    const styleOf = (column: number) => (heading || column === 0 ? BOLD : BODY)
    const set = this.setCells(cells, shares, styleOf)
    const leading = SIZES.body * LEADING
    const most = Math.max(...set.map(({ lines }) => lines.length))
    const row = this.doc.struct('TR')
    parent.add(row)
    const tags = set.map((_cell, column) => {
      const isHead = heading || column === 0
      const tag = this.doc.struct(isHead ? 'TH' : 'TD', {
        ...(isHead && { scope: heading ? 'Column' : 'Row' }),
      } as object)
      row.add(tag)
      return tag
    })
    // a row stays on one page where one page can hold it
    if (this.room() < most * leading + 8 && most * leading + 8 <= this.roomOfPage() - 40)
      this.nextPage(again, shares)
    for (let from = 0; from < most;) {
      let fits = Math.floor((this.room() - 8) / leading)
      if (fits < 1) {
        this.nextPage(again, shares)
        fits = Math.max(1, Math.floor((this.room() - 8) / leading))
      }
      const until = Math.min(most, from + fits)
      const top = this.y + 4
      for (const [column, { x, lines }] of set.entries()) {
        const tag = tags[column]
        const part = lines.slice(from, until)
        if (tag === undefined || part.length === 0) continue
        this.piece(tag, heading || column === 0 ? 'TH' : 'TD', () =>
          part.forEach((line, index) => this.line(line, x, top + index * leading, styleOf(column))),
        )
      }
      this.y += (until - from) * leading + 8
      if (until < most) this.nextPage(again, shares)
      from = until
    }
    for (const tag of tags) tag.end()
    row.end()
    if (rule) this.rule(this.y, heading ? 1 : 0.5)
  }

  private setCells(
    cells: readonly string[],
    shares: readonly number[],
    styleOf: (column: number) => Style,
  ): { readonly x: number; readonly lines: Line[] }[] {
    let x = MARGIN
    return shares.map((share, column) => {
      const width = share * this.width()
      const lines = linesOf(cells[column] ?? '', width - 8, this.measure(styleOf(column)))
      const cell = { x, lines }
      x += width
      return cell
    })
  }

  private nextPage(again: readonly string[] | undefined, shares: readonly number[]): void {
    this.newPage()
    if (again === undefined) return
    // said once already to whoever hears it read: here it is for the eye
    const set = this.setCells(again, shares, () => BOLD)
    const leading = SIZES.body * LEADING
    const top = this.y + 4
    this.aside(() => {
      for (const { x, lines } of set)
        lines.forEach((line, index) => this.line(line, x, top + index * leading, BOLD))
    })
    this.y += Math.max(...set.map(({ lines }) => lines.length)) * leading + 8
    this.rule(this.y, 1)
  }

  private chart(chart: ChartBlock): void {
    this.heading(chart.title, 3)
    const height = 170
    this.need(height + 10)
    const [left, top, right, bottom] = [MARGIN, this.y, MARGIN + this.width(), this.y + height]
    const figure = this.doc.struct('Figure', {
      alt: `${chart.title}. ${chart.description}`,
      bbox: [left, top, right, bottom],
      placement: 'Block',
    } as object)
    this.root.add(figure)
    this.piece(figure, 'Figure', () =>
      drawChart(this.doc, chart, {
        x: left,
        y: top,
        width: right - left,
        height,
        write: (text, x, y, align) => this.words(text, x, y, align),
      }),
    )
    figure.end()
    this.y = bottom + 8
    this.text(this.root, 'P', chart.description, { ...BODY, ink: QUIET }, { after: 6 })
  }

  private words(text: string, x: number, y: number, align: 'left' | 'middle' | 'right' = 'left'): void {
    const [line = []] = linesOf(text, 1_000, this.measure(SMALL))
    const measure = this.measure(SMALL)
    const width = line.reduce((sum, run) => sum + measure.widthOf(run), 0)
    const shift = align === 'left' ? 0 : align === 'middle' ? width / 2 : width
    this.line(line, x - shift, y, SMALL)
  }

  /** Text as one part of the structure, over as many pages as it takes. Without a type it is within the one that is given. */
  private text(
    parent: Tag,
    type: 'H1' | 'H2' | 'H3' | 'P' | undefined,
    text: string,
    style: Style,
    { x = MARGIN, after = 4 }: { readonly x?: number; readonly after?: number } = {},
  ): void {
    const tag = type === undefined ? parent : this.doc.struct(type)
    if (type !== undefined) parent.add(tag)
    const leading = style.size * LEADING
    const lines = linesOf(text, MARGIN + this.width() - x, this.measure(style))
    for (let from = 0; from < lines.length;) {
      if (this.room() < leading) this.newPage()
      const until = Math.min(lines.length, from + Math.max(1, Math.floor(this.room() / leading)))
      const top = this.y
      this.piece(tag, type ?? 'LBody', () =>
        lines.slice(from, until).forEach((line, index) => this.line(line, x, top + index * leading, style)),
      )
      this.y += (until - from) * leading
      from = until
    }
    tag.end()
    this.y += after
  }

  private line(line: Line, x: number, y: number, { size, ink }: Style): void {
    let at = x
    for (const { face, text } of line) {
      this.doc.font(face).fontSize(size).fillColor(ink)
      this.doc.text(text, at, y, { lineBreak: false })
      at += this.doc.widthOfString(text)
    }
  }

  // Something drawn on this page, as a part of what it is read out as.
  private piece(tag: Tag, type: string, draw: () => void): void {
    const content = this.doc.markStructureContent(type)
    draw()
    this.doc.endMarkedContent()
    tag.add(content)
  }

  // Something that is not read out.
  private aside(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.doc.markContent('Artifact', { type })
    draw()
    this.doc.endMarkedContent()
  }

  private rule(y: number, thickness: number): void {
    this.aside(() => {
      this.doc
        .moveTo(MARGIN, y)
        .lineTo(MARGIN + this.width(), y)
        .lineWidth(thickness)
        .strokeColor(RULE)
        .stroke()
    })
  }

  private numberPages(): void {
    const { count } = this.doc.bufferedPageRange()
    for (let page = 0; page < count; page += 1) {
      this.doc.switchToPage(page)
      const foot = this.doc.page.height - MARGIN + 14
      const right = MARGIN + this.width()
      this.aside(() => {
        this.fitted(this.paper.marking, MARGIN, HEAD, this.width())
        this.fitted(this.paper.footer, MARGIN, foot, this.width() - 90)
        this.words(`Page ${page + 1} of ${count}`, right, foot, 'right')
      }, 'Pagination')
      this.rule(HEAD + 14, 0.5)
      this.rule(foot - 6, 0.5)
    }
  }

  private fitted(text: string, x: number, y: number, width: number): void {
    const [first = []] = linesOf(text, width, this.measure(SMALL))
    this.line(first, x, y, SMALL)
  }

  private newPage(): void {
    this.doc.addPage()
    this.y = HEAD + 28
  }

  private need(height: number): void {
    if (this.room() < height) this.newPage()
  }

  private room(): number {
    return this.doc.page.height - MARGIN - this.y
  }

  private roomOfPage(): number {
    return this.doc.page.height - MARGIN - HEAD - 28
  }

  private width(): number {
    return this.doc.page.width - 2 * MARGIN
  }

  private register(weight: Weight): void {
    for (const { name, bytes } of facesOf(weight)) this.doc.registerFont(name, bytes)
  }

  private measure({ weight, size }: Style): Measure {
    return {
      faceOf: (letter) => facesOf(weight).find(({ name }) => this.has(name, letter))?.name,
      widthOf: ({ face, text }) => this.doc.font(face).fontSize(size).widthOfString(text),
    }
  }

  private has(face: string, letter: string): boolean {
    let font = this.faces.get(face)
    if (font === undefined) {
      this.doc.font(face)
      font = (this.doc as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } })
        ._font.font
      this.faces.set(face, font)
    }
    return font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0)
  }
}
