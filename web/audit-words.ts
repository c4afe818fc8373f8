import { ACTION_WORDS } from '../contracts/audit-words'
import type { EventType } from '../domain/events'
import { EVENT_WORDS } from './words'

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
