interface Cookie {
  readonly name: string
  readonly value: string
  readonly path: string
}

/** Somebody at a browser without JavaScript: keeps cookies, sends forms as a browser would, and follows no redirect by itself. */
export class Visitor {
  private cookies: Cookie[] = []

  async open(address: string | URL): Promise<Response> {
    return this.ask(new URL(address), { headers: this.headersFor(address) })
  }

  /** Sends a form from a page of the same origin, unless `from` says that another site does. */
  async send(
    address: string | URL,
    fields: Record<string, string>,
    from: Record<string, string> = { origin: new URL(address).origin, 'sec-fetch-site': 'same-origin' },
  ): Promise<Response> {
    const headers = { ...this.headersFor(address), ...from }
    return this.ask(new URL(address), { method: 'POST', headers, body: new URLSearchParams(fields) })
  }

  /** Sends a form with a file, from a page of the same origin. */
  async upload(address: string | URL, form: FormData): Promise<Response> {
    const { origin } = new URL(address)
    const headers = { ...this.headersFor(address), origin, 'sec-fetch-site': 'same-origin' }
    return this.ask(new URL(address), { method: 'POST', headers, body: form })
  }

  /** What the browser keeps under a name; undefined when nothing. */
  cookie(name: string): string | undefined {
    return this.cookies.find((each) => each.name === name)?.value
  }

  /** Keeps a cookie that somebody else has planted. */
  plant(name: string, value: string): void {
    this.cookies = [...this.cookies.filter((each) => each.name !== name), { name, value, path: '/' }]
  }

  private async ask(address: URL, request: RequestInit): Promise<Response> {
    const response = await fetch(address, { ...request, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) this.keep(line, address)
    return response
  }

  private headersFor(address: string | URL): Record<string, string> {
    const { pathname } = new URL(address)
    const sent = this.cookies.filter(({ path }) => pathname.startsWith(path))
    return { accept: 'text/html', cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; ') }
  }

  private keep(line: string, { pathname }: URL): void {
    const [pair = '', ...attributes] = line.split(/; */)
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    const expires = attributes.find((each) => /^expires=/i.test(each))?.slice('expires='.length) ?? ''
    const path = /; *path=([^;]*)/i.exec(line)?.[1] ?? pathname
    this.cookies = this.cookies.filter((each) => each.name !== name || each.path !== path)
    if (Date.parse(expires) < Date.now()) return
    this.cookies.push({ name, value, path })
  }
}

/** Where a response leads to. @throws Error when it leads nowhere */
export function destinationOf(response: Response): URL {
  const location = response.headers.get('location')
  if (location === null) throw new Error(`${response.url} answered ${response.status} and leads nowhere`)
  return new URL(location, response.url)
}
