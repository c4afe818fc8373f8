import { DBOS, DBOSClient } from '@dbos-inc/dbos-sdk'

import type { OpenStore } from './store'

const topic = 'events'
const application = 'bench-peer'
const anHourSeconds = 3_600

/** DBOS's durable message to the workflow of a journey, sent once for each key. */
export const openDbosSend: OpenStore = async ({ databaseUrl }) => {
  const client = await DBOSClient.create({
    systemDatabaseUrl: databaseUrl,
    systemDatabasePoolSize: 10,
    applicationName: application,
  })
  return ({ journeyId, key, payload }) => client.send(journeyId, payload, topic, key)
}

/** Starts a workflow for each journey that takes what is sent to it and does one durable step with each: DBOS's conducting. */
export async function startDbosReceivers(databaseUrl: string, journeyIds: readonly string[]): Promise<void> {
  DBOS.setConfig({ name: application, systemDatabaseUrl: databaseUrl, logLevel: 'error' })
  const receive = DBOS.registerWorkflow(receiveForEver, { name: 'receive' })
  await DBOS.launch()
  for (const workflowID of journeyIds) await DBOS.startWorkflow(receive, { workflowID })()
}

async function receiveForEver(): Promise<void> {
  for (let received = 0; ; received += 1) {
    const message = await DBOS.recv<object>(topic, { timeoutSeconds: anHourSeconds })
    if (message !== null) await DBOS.runStep(() => Promise.resolve(received), { name: 'conduct' })
  }
}
