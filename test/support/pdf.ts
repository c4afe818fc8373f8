import { inflateSync } from 'node:zlib'

/** What a reader of a PDF, one who sees or one who listens, is given. Of the PDFs that pdfkit writes. */
export interface ReadPdf {
  /** The text of each page, as its letters are mapped back. */
  readonly pages: readonly string[]
  readonly isTagged: boolean
  readonly language: string | undefined
  /** How many parts of each kind its structure has. */
  readonly parts: Readonly<Record<string, number>>
}

/** Reads a PDF back: its structure, and its text through the maps of its own fonts. */
export function readPdf(bytes: Buffer): ReadPdf {
  const objects = objectsIn(bytes)
  const catalog = [...objects.values()].find(({ head }) => head.includes('/Type /Catalog'))?.head ?? ''
  const parts: Record<string, number> = {}
  for (const { head } of objects.values()) {
    const kind = /^\s*<<\s*\/S \/(\w+)/.exec(head)?.[1]
    if (kind !== undefined) parts[kind] = (parts[kind] ?? 0) + 1
  }
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\b(?!s)/.test(head))
  return {
    pages: pages.map(({ head }) => textOf(head, objects)),
    isTagged:
      /\/Marked true/.test(catalog + linked(catalog, 'MarkInfo', objects)) &&
      catalog.includes('/StructTreeRoot'),
    language: /\/Lang \(([^)]*)\)/.exec(catalog)?.[1],
    parts,
  }
}

interface PdfObject {
  readonly head: string
  readonly stream?: Buffer
}
type Objects = ReadonlyMap<number, PdfObject>

function objectsIn(bytes: Buffer): Objects {
  const text = bytes.toString('latin1')
  const objects = new Map<number, PdfObject>()
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length
    const end = text.indexOf('\nendobj', start)
    const body = text.slice(start, end)
    const at = body.indexOf('\nstream\n')
    const head = at === -1 ? body : body.slice(0, at)
    const raw =
      at === -1 ? undefined : Buffer.from(body.slice(at + 8, body.lastIndexOf('\nendstream')), 'latin1')
    const stream = raw && (head.includes('FlateDecode') ? inflateSync(raw) : raw)
    objects.set(Number(match[1]), { head, ...(stream && { stream }) })
  }
  return objects
}

function linked(head: string, name: string, objects: Objects): string {
  const id = new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1]
  return id === undefined ? '' : (objects.get(Number(id))?.head ?? '')
}

function textOf(page: string, objects: Objects): string {
  const contents = Number(/\/Contents (\d+) 0 R/.exec(page)?.[1])
  const content = objects.get(contents)?.stream?.toString('latin1') ?? ''
  const resources = page + linked(page, 'Resources', objects)
  const maps = new Map(
    [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id]) => [
      name,
      lettersOf(Number(id), objects),
    ]),
  )
  let map: ReadonlyMap<string, string> | undefined
  const said: string[] = []
  for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) map = maps.get(font)
    else
      said.push(
        [...(shown ?? '').matchAll(/<([0-9a-f]+)>/gi)]
          .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
          .map((glyph) => map?.get(glyph.toLowerCase()) ?? '\ufffd')
          .join(''),
      )
  }
  return said.join('\n')
}

function lettersOf(font: number, objects: Objects): Map<string, string> {
  const id = Number(/\/ToUnicode (\d+) 0 R/.exec(objects.get(font)?.head ?? '')?.[1])
  const cmap = objects.get(id)?.stream?.toString('latin1') ?? ''
  const letters = new Map<string, string>()
  for (const [, from = '', , list = ''] of cmap.matchAll(/<(\w+)> <(\w+)> \[([^\]]*)\]/g))
    for (const [index, [, hex = '']] of [...list.matchAll(/<([\w ]*)>/g)].entries())
      letters.set(
        (parseInt(from, 16) + index).toString(16).padStart(4, '0'),
        Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
      )
  return letters
}
