/**
 * What connected systems are told of a journey: an event of it was recorded; it came into what they see, and all of it
 * follows; it moved within what they see; it left what they see; the child was erased.
 */
export const CHANGE_KINDS = ['event', 'entered', 'moved', 'left', 'erased'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]
