/** How a message with the link of a pack ended, or that it has not yet. `withdrawn`: the meeting was moved or left out before. */
export const PACK_MAIL_STATUSES = ['pending', 'sent', 'refused', 'gave-up', 'withdrawn'] as const
export type PackMailStatus = (typeof PACK_MAIL_STATUSES)[number]
