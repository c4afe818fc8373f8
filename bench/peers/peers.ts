import path from 'node:path'

import { createDatabase } from '../../ops/postgres/database'
import { Child } from '../child-process'
import { environmentWithoutSettings } from '../installation/environment'
import { planInEnvironment, type PeersPlan, type ShellListens } from './plan'

/** The peers of recording an event at work, on the PostgreSQL of the installation under test. */
export class Peers {
  private constructor(
    /** Where they answer. */
    readonly url: string,
    private readonly children: readonly Child[],
  ) {}

  /**
   * Makes their database and starts their processes.
   * @param plan the plan, whose `databaseUrl` is that of any database of the server
   */
  static async open(plan: PeersPlan, output: number): Promise<Peers> {
    await createDatabase(plan.databaseUrl, 'peers')
    const databaseUrl = Object.assign(new URL(plan.databaseUrl), { pathname: '/peers' }).href
    const env = {
      ...environmentWithoutSettings(process.env),
      ...planInEnvironment({ ...plan, databaseUrl }),
    }
    const children: Child[] = []
    const start = (name: string): Promise<unknown> => {
      const child = Child.start({ script: path.join(__dirname, name, 'main.ts'), env, output })
      children.push(child)
      return child.firstMessage()
    }
    try {
      // the receivers make DBOS's tables, which the other then finds
      await start('dbos-receivers')
      const { port } = (await start('http-shell')) as ShellListens
      return new Peers(`http://127.0.0.1:${port}`, children)
    } catch (error) {
      await Promise.all(children.map((child) => child.close()))
      throw error
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.children.map((child) => child.close()))
  }
}
