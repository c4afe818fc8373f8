import { closeSync, openSync } from 'node:fs'
import path from 'node:path'

import { practiceToken } from '../../ops/sign-in/practice-token'
import type { Asked } from '../asked'
import { Caseload } from '../caseload/caseload'
import { ConductedWatch } from '../caseload/conducted-watch'
import { conductingFigure } from '../conducting/figure'
import { delaysOneAtATime } from '../conducting/one-at-a-time'
import type { Ground } from '../ground'
import { Client } from '../load/client'
import { perSecond, runLoaded } from '../load/loaded-run'
import { Peers } from '../peers/peers'
import type { Figure } from '../report/figure'
import { recordingFigure } from './figure'

/** A journey of the caseload has about so many events when the load has ended. */
const eventsEach = 6
const fewestJourneys = 100
const mostJourneys = 600

/** Records under load beside the peers, and one at a time, and watches what is recorded being conducted. */
export async function measureRecording(asked: Asked, ground: Ground): Promise<Figure[]> {
  const { installation, db, now, say } = ground
  const token = await practiceToken({
    issuer: installation.issuer,
    dataDir: installation.dataDir,
    role: 'manager',
  })
  const client = new Client(installation.url, token)
  const watch = new ConductedWatch(db)
  try {
    const journeys = journeysFor(asked.seconds)
    say(`Starting ${journeys} journeys`)
    const caseload = await Caseload.open(client, journeys, now)
    say('Recording one at a time')
    const oneAtATime = await delaysOneAtATime(caseload, watch)

    const peers = asked.figures.has('recording') ? await openPeers(ground, caseload) : undefined
    const peersClient = peers && new Client(peers.url, token)
    try {
      say(`Recording ${perSecond} a second for ${asked.seconds} s${peers ? ', and each of the peers' : ''}`)
      const run = await runLoaded({ caseload, watch, peers: peersClient, now, seconds: asked.seconds })
      return [
        ...(asked.figures.has('conducting') ? [conductingFigure(oneAtATime, run)] : []),
        ...(asked.figures.has('recording') ? [recordingFigure(run, asked.seconds)] : []),
      ]
    } finally {
      peersClient?.close()
      await peers?.close()
    }
  } finally {
    client.close()
    await watch.close()
  }
}

async function openPeers({ installation, audience, say }: Ground, caseload: Caseload): Promise<Peers> {
  say('Starting the peers')
  const log = openSync(path.join(installation.dataDir, 'logs', 'peers.log'), 'a', 0o600)
  try {
    return await Peers.open(
      {
        databaseUrl: installation.databaseUrl,
        issuer: installation.issuer,
        audience,
        answer: JSON.parse(await caseload.record()) as object,
        journeyIds: caseload.journeyIds,
      },
      log,
    )
  } finally {
    closeSync(log)
  }
}

function journeysFor(seconds: number): number {
  const journeys = Math.ceil((seconds * perSecond) / eventsEach)
  return Math.min(mostJourneys, Math.max(fewestJourneys, journeys))
}
