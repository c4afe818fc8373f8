import { readFor } from '../db/acting'
import type { Database, Queryable } from '../db/database'
import type { Action } from '../domain/permissions'
import type { Caller } from './caller'
import { inReachOf, inReachOfJourney, type Reading } from './reach'

/** What is asked of a route, as far as permission is concerned. */
interface AskedBy {
  readonly caller: Caller
  readonly params: Readonly<Record<string, unknown>>
}

/**
 * What is asked of a route, by a caller as they are in this action: whatever the route then reads or writes is within its
 * reach. Throws Problem when they may not, or not in the journey that the path names.
 */
export async function entered<Asked extends AskedBy>(
  action: Action,
  asked: Asked,
  db: Queryable,
  read: Reading = (look) => look(db),
): Promise<Asked> {
  const { caller, params } = asked
  const { id } = params
  const near =
    typeof id === 'string' && !isOfNoJourney(action)
      ? await inReachOfJourney(caller, action, id, db, read)
      : await inReachOf(caller, action, db)
  return { ...asked, caller: near }
}

// Their paths name a person, a policy, an import, a record of improvement or a notice, which says itself whose journey it is of.
function isOfNoJourney(action: Action): boolean {
  return /^(people|agencies|meetings|meeting-packs|policies|imports|improvement)[.]/.test(action)
}

/** The same outside a transaction, for reading. */
export function enteredToRead<Asked extends AskedBy>(
  action: Action,
  asked: Asked,
  db: Database,
): Promise<Asked> {
  return entered(action, asked, db, (look) => readFor(db, asked.caller, look))
}
