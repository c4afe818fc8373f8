import type { IncomingMessage } from 'node:http'

/** No form of the sign-in comes near it. */
const mostBytes = 4_096

/** The fields of a form that was sent, or undefined when it is too large to be one of ours. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > mostBytes) return undefined
    parts.push(part)
  }
  return new URLSearchParams(Buffer.concat(parts).toString())
}
