import type { LocalDate } from '../../domain/time'

const day = (text: string) => text as LocalDate

/** An agreement under which children are given out under pseudonyms, and which runs. */
export function agreement(id: string, key: string, more: object = {}) {
  return {
    id,
    with: 'CELCIS, University of Strathclyde',
    purpose: 'To learn what shortens the way to permanence',
    from: day('2026-01-01'),
    until: day('2099-12-31'),
    localities: false,
    key: Buffer.alloc(32, key),
    ...more,
  }
}
