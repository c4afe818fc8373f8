import { render } from 'preact-render-to-string'
import type { VNode } from 'preact'

/** A picture as a file of its own. */
export function svgFile(picture: VNode): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${render(picture)}\n`
}
