import type { Aims } from '../domain/aims'
import { library } from './here'

/** The aims of a policy, in their newest version; undefined where it has none. */
export function aimsOfPolicy(id: string): Aims | undefined {
  return library()
    .aims.filter(({ aims }) => aims.id === id)
    .sort((a, b) => b.aims.version - a.aims.version)[0]?.aims
}
