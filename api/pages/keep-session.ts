import type { Request } from 'express'

/** Writes the session of a request. */
export function saved({ session }: Request): Promise<void> {
  return new Promise((resolve, reject) =>
    session.save((error) => (error ? reject(asError(error)) : resolve())),
  )
}

/** Gives the browser a new session under a new id; what the old one held is gone. */
export function regenerated({ session }: Request): Promise<void> {
  return new Promise((resolve, reject) =>
    session.regenerate((error) => (error ? reject(asError(error)) : resolve())),
  )
}

/** Ends the session of a request. */
export function destroyed({ session }: Request): Promise<void> {
  return new Promise((resolve, reject) =>
    session.destroy((error) => (error ? reject(asError(error)) : resolve())),
  )
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
