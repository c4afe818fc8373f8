import { readSettings } from '../contracts/settings'
import { openDatabase } from '../db/database'
import { readAsked, type Asked } from './asked'
import type { Ground } from './ground'
import { measureHistory } from './history/measure'
import { measureImport } from './import/measure'
import { Installation } from './installation/installation'
import { Interrupted, interruptedCode, interruption, unlessInterrupted } from './interruption'
import { measureRecording } from './recording/measure'
import { measureRehearsal } from './rehearsal/measure'
import { measureReports } from './reports/measure'
import { conditionsOf, type Conditions } from './report/conditions'
import type { Figure } from './report/figure'
import { inText } from './report/print'
import { reportFile, writeReport } from './report/write'

/**
 * The benchmarks: measures in an installation of its own, prints the figures and keeps them in reports/bench.json. A
 * figure over its budget is told and is no failure.
 * @param words what stands after `npm run bench --`
 * @throws Error when something cannot be measured, everything ended and removed again
 */
export async function main(words: string[]): Promise<void> {
  const asked = readAsked(words)
  const interrupted = interruption()
  try {
    const { conditions, figures } = await measureIn(asked, interrupted)
    await writeReport(conditions, figures)
    process.stdout.write(inText(conditions, figures))
    process.stderr.write(`Kept in ${reportFile}\n`)
  } catch (error) {
    if (error instanceof Interrupted) process.exit(interruptedCode)
    throw error
  }
}

interface Measured {
  readonly conditions: Conditions
  readonly figures: readonly Figure[]
}

async function measureIn(asked: Asked, interrupted: AbortSignal): Promise<Measured> {
  say('Starting an installation')
  const installation = await Installation.open(interrupted)
  try {
    return await unlessInterrupted(interrupted, measure(asked, installation))
  } finally {
    await installation.close()
  }
}

async function measure(asked: Asked, installation: Installation): Promise<Measured> {
  // those that the installation has by default, since it was given none
  const { TEMPORAL_NAMESPACE: namespace, OIDC_AUDIENCE: audience } = readSettings({})
  const db = openDatabase(installation.databaseUrl)
  const ground: Ground = { installation, db, namespace, audience, now: new Date(), say }
  const { figures } = asked
  try {
    return {
      conditions: await conditionsOf(db),
      figures: [
        ...(figures.has('history') ? [await measureHistory(ground)] : []),
        ...(figures.has('rehearsal') ? [await measureRehearsal(ground)] : []),
        ...(figures.has('conducting') || figures.has('recording')
          ? await measureRecording(asked, ground)
          : []),
        ...(figures.has('import') ? [await measureImport(asked.journeys, ground)] : []),
        ...(figures.has('reports') ? [await measureReports(asked.record, ground)] : []),
      ],
    }
  } finally {
    await db.destroy()
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
