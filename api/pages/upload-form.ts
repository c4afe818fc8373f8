import { Busboy } from '@fastify/busboy'
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { Problem } from '../problem'

const LOCAL = 'file'
const LIMITS = { fields: 10, fieldSize: 1_000, fieldNameSize: 100, files: 1, parts: 12, headerPairs: 20 }

/**
 * Reads a form with a file: its fields, which stand before the file, become the body, and the file is read by whoever
 * wants it, as it comes in. A form without a file is left to the next handler.
 */
export const uploadForm: RequestHandler = (request, response, next) => {
  if (request.is('multipart/form-data') !== 'multipart/form-data') {
    next()
    return
  }
  readFields(request).then(
    ({ fields, file }) => {
      request.body = fields
      response.locals[LOCAL] = file
      next()
    },
    () => next(unreadable()),
  )
}

/** The file of a form, undefined where none was sent. */
export function fileOfForm(response: Response): AsyncIterable<Uint8Array> | undefined {
  return response.locals[LOCAL] as AsyncIterable<Uint8Array> | undefined
}

/** Lets the rest of a file by that is not wanted, so that whoever sends it is answered. */
export const letRestBy: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.locals[LOCAL] !== undefined) drain(request)
  next(error)
}

/** Lets by what is left of a request. */
export function drain(request: Request): void {
  request.unpipe()
  request.resume()
}

interface Fields {
  readonly fields: Record<string, string>
  readonly file?: AsyncIterable<Uint8Array>
}

function readFields(request: Request): Promise<Fields> {
  return new Promise((resolve, reject) => {
    const { 'content-type': type = '' } = request.headers
    const form = new Busboy({ headers: { ...request.headers, 'content-type': type }, limits: LIMITS })
    const fields: Record<string, string> = {}
    form.on('field', (name, value) => (fields[name] = value))
    form.on('file', (_name, file) => {
      // an error after this is the reader's, who iterates; without one nobody may be ended by it
      file.on('error', () => undefined)
      resolve({ fields, file: file as AsyncIterable<Uint8Array> })
    })
    form.once('finish', () => resolve({ fields }))
    form.once('error', reject)
    request.once('aborted', () => form.destroy(new Error('The form ended before it was whole')))
    request.pipe(form)
  })
}

function unreadable(): Problem {
  return new Problem('malformed-request', 'The form could not be read', {
    remedy: 'Go back, load the page again and send the form from there',
  })
}
