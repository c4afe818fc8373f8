/**
 * What a message is made of: a line, a list, a heading, or an address with what leads up to it. An empty line parts what
 * comes before from what comes after.
 */
export type Part =
  | string
  | readonly string[]
  | { readonly heading: string; readonly level: 2 | 3 }
  | { readonly link: string; readonly lead: string }

/** A message as plain text. */
export function inText(parts: readonly Part[]): string {
  return [...parts.flatMap(linesOf), ''].join('\n')
}

function linesOf(part: Part): readonly string[] {
  if (typeof part === 'string') return [part]
  if (isList(part)) return part.map((item) => `  ${item}`)
  return 'heading' in part ? [part.heading] : [part.lead, part.link]
}

/**
 * A message as a page: its language, a heading, real lists, and nothing that is fetched from anywhere. It says what the text
 * says, below the headline. Mail programs drop style sheets: the little style there is stands with what it is for.
 */
export function inHtml(headline: string, parts: readonly Part[]): string {
  return [
    '<!doctype html>',
    '<html lang="en-GB">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(headline)}</title></head>`,
    `<body style="${BODY}">`,
    `<h1 style="${HEADINGS[1]}">${escaped(headline)}</h1>`,
    ...parts.filter((part) => part !== '').map(elementOf),
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

const BODY =
  'margin:0 auto;padding:16px;max-width:40em;font-family:Arial,sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a;background:#ffffff'
const HEADINGS = {
  1: 'font-size:22px;line-height:1.3;margin:0 0 16px',
  2: 'font-size:19px;line-height:1.3;margin:24px 0 8px',
  3: 'font-size:17px;line-height:1.3;margin:16px 0 8px',
} as const
const LINK = 'color:#0065bd;text-decoration:underline;overflow-wrap:anywhere'

function elementOf(part: Part): string {
  if (typeof part === 'string') return `<p>${escaped(part)}</p>`
  if (isList(part)) return `<ul>${part.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`
  if ('heading' in part)
    return `<h${part.level} style="${HEADINGS[part.level]}">${escaped(part.heading)}</h${part.level}>`
  const address = escaped(part.link)
  return `<p>${escaped(part.lead)}<br><a href="${address}" style="${LINK}">${address}</a></p>`
}

function isList(part: Part): part is readonly string[] {
  return Array.isArray(part)
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (one) => ESCAPES[one] ?? one)
}
