import { createWriteStream } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** How long a network may keep silent before we give up on it. */
const silenceMs = 20_000
/** The largest answer that is taken: an archive of the engine is 50 MB. */
const mostBytes = 300 * 1024 * 1024

/**
 * Fetches an address into a file.
 * @throws Error in a few words when the address cannot be reached, keeps silent for 20 seconds, answers with anything but 200, or sends more than 300 MB
 */
export async function downloadToFile(url: string, file: string): Promise<void> {
  await withSilenceLimit(async (signal, heard) => {
    const response = await request(url, { signal })
    let bytes = 0
    const watched = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        heard()
        bytes += chunk.length
        done(bytes > mostBytes ? new Error(`${url} sent more than ${mostBytes} bytes`) : null, chunk)
      },
    })
    await pipeline(Readable.fromWeb(response.body as never), watched, createWriteStream(file), { signal })
  })
}

/** Fetches a JSON document. @throws Error as {@link downloadToFile} */
export async function downloadJson(url: string, accept: string): Promise<unknown> {
  return withSilenceLimit(async (signal) => {
    const response = await request(url, { signal, headers: { accept } })
    return (await response.json()) as unknown
  })
}

async function request(url: string, options: RequestInit): Promise<Response> {
  const response = await fetch(url, options)
  if (!response.ok || response.body === null)
    throw new Error(`${new URL(url).host} answered ${response.status}`)
  return response
}

async function withSilenceLimit<T>(work: (signal: AbortSignal, heard: () => void) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const giveUp = () => controller.abort(new Error(`no answer for ${silenceMs / 1000} seconds`))
  const timer = setTimeout(giveUp, silenceMs)
  try {
    return await work(controller.signal, () => timer.refresh())
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error
  } finally {
    clearTimeout(timer)
  }
}
