/** Recording in a journey, by its parts: starting, recording, correcting, and what all of them do. */
export * from './recording/errors'
export { recordCorrection } from './recording/correcting'
export { enqueueForgetting, enqueueRelay } from './recording/enqueue-relay'
export { lockJourney } from './recording/locking'
export { policyOfRow, type JourneyRow, type RecordedJourney } from './recording/recorded-journey'
export { recordEvent, type RecordRequest, type Started } from './recording/recording'
export { startJourney, type StartRequest } from './recording/starting'
