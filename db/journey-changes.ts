import { API_ROLE, takingRole } from './roles'
import { Client } from 'pg'
import {
  JOURNEY_CHANGED_CHANNEL,
  type JourneyChange,
  type JourneyChanges,
} from '../contracts/journey-changes'

const LISTEN_AGAIN_MS = 2_000

/** Changes of journeys as PostgreSQL tells of them, over one connection of its own for the whole process. */
export interface ListeningChanges extends JourneyChanges {
  close(): Promise<void>
}

/**
 * Listens for changes until it is closed; a connection that breaks is opened again. Nobody waits for it: without a
 * database there is nothing to hear.
 */
export function listenForChanges(databaseUrl: string, lost: (error: Error) => void): ListeningChanges {
  const hearers = new Set<(change: JourneyChange) => void>()
  let client: Client | undefined
  let again: NodeJS.Timeout | undefined
  let closed = false

  const open = async (): Promise<void> => {
    const opened = new Client({
      connectionString: databaseUrl,
      ...takingRole(API_ROLE),
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    })
    client = opened
    let broken = false
    const breaks = (error: Error) => {
      if (broken || closed) return
      broken = true
      lost(error)
      opened.end().catch(() => undefined)
      again = setTimeout(() => void open(), LISTEN_AGAIN_MS)
    }
    opened.on('error', breaks)
    opened.on('end', () => breaks(new Error('The connection that listens has ended')))
    opened.on('notification', ({ payload }) => {
      if (payload === undefined) return
      const change = JSON.parse(payload) as JourneyChange
      for (const hear of hearers) hear(change)
    })
    try {
      await opened.connect()
      await opened.query(`listen ${JOURNEY_CHANGED_CHANNEL}`)
    } catch (error) {
      breaks(error instanceof Error ? error : new Error(String(error)))
    }
  }

  void open()
  return {
    listen(hear) {
      hearers.add(hear)
      return () => hearers.delete(hear)
    },
    async close() {
      closed = true
      clearTimeout(again)
      hearers.clear()
      await client?.end().catch(() => undefined)
    },
  }
}
