import { startDbosReceivers } from '../dbos'
import { planOf } from '../plan'

/** The process of DBOS's own conducting, apart from the HTTP shell as PACE's worker is from its API. Says when it is at work. */
async function main(): Promise<void> {
  process.once('disconnect', () => process.exit(0))
  const { databaseUrl, journeyIds } = planOf(process.env)
  await startDbosReceivers(databaseUrl, journeyIds)
  process.send?.('at work')
}

void main()
