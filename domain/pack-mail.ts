/** How a message with the link of a pack ended, or that it has not yet. */
export const PACK_MAIL_STATUSES = ['pending', 'sent', 'refused', 'gave-up'] as const
export type PackMailStatus = (typeof PACK_MAIL_STATUSES)[number]
