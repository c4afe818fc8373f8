import { Problem } from './problem'

/** RFC 6750, section 3.1, and RFC 9470. */
export type BearerRefusal = 'invalid_request' | 'invalid_token' | 'insufficient_user_authentication'

/** 401, with the challenge that says what was wrong with the token; without a code, that there was none. */
export function notSignedIn(detail: string, code?: BearerRefusal): Problem {
  const challenge =
    code === undefined
      ? 'Bearer realm="pace"'
      : `Bearer realm="pace", error="${code}", error_description="${detail}"`
  return new Problem('not-signed-in', detail, {}, { 'www-authenticate': challenge })
}
