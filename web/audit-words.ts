import type { EventType } from '../domain/events'
import { EVENT_WORDS } from './words'

const ACTION_WORDS: Readonly<Record<string, string>> = {
  'journey.read': 'Read the journey',
  'journey.list': 'Listed children',
  'journey.open-with-reason': 'Opened the journey with a reason',
  'child.read': 'Read who the child is',
  'child.write': 'Changed who the child is',
  'work.read': 'Looked at their work',
  'audit.read': 'Looked at who looked',
  'audit.search': 'Looked through the audit',
  'answer.repeated': 'Was given an answer again',
  'siblings.link': 'Linked brothers and sisters',
  'child.hold': 'Held the child’s data for the law',
  'child.hold-lifted': 'Lifted the hold for the law',
  'child.erase': 'Erased the child',
  'child.subject-access': 'Gave out all that is kept of the child',
  'people.write': 'Changed people',
  'people.handover': 'Handed over journeys',
  'people.sign-out': 'Signed somebody out everywhere',
}

/** What an action of the audit is called; the action itself where it has no words. */
export function actionWords(action: string): string {
  const [kind, type] = action.split('.')
  if (kind === 'record' && type !== undefined && type in EVENT_WORDS)
    return `Recorded: ${EVENT_WORDS[type as EventType]}`
  return ACTION_WORDS[action] ?? action
}

/** Every action that can be looked for, with its words. */
export const AUDITED_ACTIONS: readonly { readonly value: string; readonly words: string }[] = [
  ...Object.keys(ACTION_WORDS),
  ...Object.keys(EVENT_WORDS).map((type) => `record.${type}`),
].map((action) => ({ value: action, words: actionWords(action) }))
