/** Text that is safe inside a page as it stands. */
export class Html {
  constructor(readonly text: string) {}
}

type Inner = string | number | Html | readonly Html[]

/**
 * Makes HTML of a template; every value that is not HTML itself is escaped.
 * @example html`<td>${message.subject}</td>`
 */
export function html(parts: TemplateStringsArray, ...values: Inner[]): Html {
  return new Html(parts.reduce((page, part, index) => page + inner(values[index - 1] ?? '') + part))
}

function inner(value: Inner): string {
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map(({ text }) => text).join('')
  return escape(String(value))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
