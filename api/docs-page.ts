import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

let bundle: Promise<string> | undefined

/**
 * An OpenAPI document as a page, by Redoc. Script and document are in the page itself: a page's own requests carry no
 * bearer token, and so none are needed; nothing leaves the machine either.
 */
export async function docsPage(document: object): Promise<{ html: string; contentSecurityPolicy: string }> {
  bundle ??= readFile(require.resolve('redoc/bundles/redoc.standalone.js'), 'utf8')
  const scripts = [inline(await bundle), inline(renderingOf(document))]
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>PACE: the API</title></head>
<body style="margin:0"><div id="docs"></div>
${scripts.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`
  return { html, contentSecurityPolicy: policyFor(scripts) }
}

function renderingOf(document: object): string {
  const options = { disableSearch: false, hideDownloadButtons: true, sortPropsAlphabetically: false }
  return `Redoc.init(${JSON.stringify(document)}, ${JSON.stringify(options)}, window.document.getElementById('docs'))`
}

// Whatever a script holds, nothing in it may end it or begin a comment of HTML.
function inline(script: string): string {
  return script.replace(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '<\\!--')
}

// Redoc sets styles of its own making and searches in a worker made from a blob; it may connect to nothing.
function policyFor(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`)
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
