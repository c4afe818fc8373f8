import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { DatabaseError } from 'pg'
import { pinoHttp, type HttpLogger } from 'pino-http'
import { stdSerializers, type Logger } from 'pino'

/**
 * One line for each request: its id, method, path, status and time taken. Never a header (tokens), a query or a body
 * (child references, what people wrote), nor what PostgreSQL quotes of a row.
 */
export function requestLog(log: Logger): HttpLogger {
  return pinoHttp({
    logger: log,
    genReqId: () => randomUUID(),
    autoLogging: { ignore: (request) => request.url?.startsWith('/health/') ?? false },
    wrapSerializers: false,
    serializers: {
      req: requestLine,
      res: ({ statusCode }: ServerResponse) => ({ status: statusCode }),
      err: errorLine,
    },
    customLogLevel: (_request, response, error) => {
      if (error !== undefined || response.statusCode >= 500) return 'error'
      return response.statusCode >= 400 ? 'warn' : 'info'
    },
  })
}

/** The id under which a request is logged. */
export function requestIdOf({ id }: IncomingMessage): string {
  return typeof id === 'string' ? id : ''
}

const LINK = /(\/answers\/)[^/]+/

function requestLine(request: IncomingMessage & { originalUrl?: string }): object {
  const [path] = (request.originalUrl ?? request.url ?? '').split('?')
  // whoever has the link of an invitation can answer it: not whoever reads the log
  return { id: requestIdOf(request), method: request.method, path: path?.replace(LINK, '$1…') }
}

/** An error as it may be logged: of PostgreSQL's the code and the constraint, since its words quote what is in the row. */
export function errorLine(error: Error): object {
  if (!(error instanceof DatabaseError)) {
    const { type } = stdSerializers.err(error)
    // its own words and, apart, those of what caused it, which may be PostgreSQL's
    const cause = error.cause instanceof Error ? { cause: errorLine(error.cause) } : {}
    return { type, message: error.message, stack: error.stack, ...cause }
  }
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? []
  return {
    type: 'DatabaseError',
    code: error.code,
    constraint: error.constraint,
    table: error.table,
    stack: frames.join('\n'),
  }
}
