import { DefaultFailureConverter } from '@temporalio/common'

/**
 * Writes what went wrong into a payload, message and stack trace, so that the codec seals it: an error may quote whatever
 * it was about. Also bundled with the workflows, so it imports nothing else.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true })
