import { inFull } from '../domain/dates-in-words'
import { inHtml, inText, type Part } from './message-parts'
import type { Written } from './notice-words'

/** Which meeting a pack is for, and where it is read after signing in. */
export interface AboutPack {
  /** By name. */
  readonly locality: string
  readonly on: string
  readonly at: string
  readonly link: string
}

/** Tells that the pack of a meeting is there. What is in it is read behind sign-in: nothing of it is said here. */
export function writePackMail({ locality, on, at, link }: AboutPack): Written {
  const headline = `The pack for the PACE meeting in ${locality} is ready`
  const parts: Part[] = [
    `${headline}.`,
    '',
    `Meeting: ${inFull(on)}, ${at}`,
    '',
    { link, lead: 'Read it, after signing in:' },
    '',
    'This message says nothing of any child on purpose. Please do not add a name when you reply or forward it.',
  ]
  return {
    subject: `PACE: the pack for the meeting in ${locality} on ${inFull(on)}`,
    text: inText(parts),
    html: inHtml(headline, parts),
  }
}
