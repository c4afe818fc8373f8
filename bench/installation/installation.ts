import { mkdir, mkdtemp } from 'node:fs/promises'
import path from 'node:path'

import { keyRingFrom, type KeyRing } from '../../keys/key-ring'
import { ExplainedError } from '../../ops/explained-error'
import { readEmbedded, type EmbeddedAddresses } from '../../ops/launcher/embedded'
import { waitForReadiness } from '../../ops/launcher/probes'
import { anyFreePort } from '../../ops/processes/free-port'
import { cacheRoot } from '../../ops/project'
import { Child } from '../child-process'
import { environmentWithoutSettings } from './environment'

/** Longer than `npm start` may take on a fresh machine, where the engine is fetched first. */
const readyMs = 300_000

/** One caller stands for all of an authority here. */
const UNLIMITED = {
  PACE_LIMIT_CALLER: '1000000',
  PACE_LIMIT_ADDRESS: '1000000',
  PACE_LIMIT_JOURNEYS: '1000000',
}

/** The installation under test: a new, empty one of its own, on free ports, which is removed afterwards. */
export class Installation {
  private constructor(
    private readonly owner: Child,
    /** The folder of its data and logs. */
    readonly dataDir: string,
    /** Where its API answers. */
    readonly url: string,
    private readonly addresses: EmbeddedAddresses,
  ) {}

  /** Starts it and waits until every part is at work. @throws Error with what is missing, everything ended and removed again */
  static async open(signal: AbortSignal): Promise<Installation> {
    // on the project's own disk: the system's folder for such things may be kept in memory, where fsync costs nothing
    await mkdir(cacheRoot, { recursive: true })
    const dataDir = await mkdtemp(path.join(cacheRoot, 'bench-'))
    const port = await anyFreePort()
    const url = `http://127.0.0.1:${port}`
    const owner = Child.start({
      script: path.join(__dirname, 'main.ts'),
      env: {
        ...environmentWithoutSettings(process.env),
        ...UNLIMITED,
        PACE_DATA_DIR: dataDir,
        PACE_PORT: String(port),
      },
    })
    try {
      const ready = waitForReadiness(`${url}/health/ready`, readyMs, signal)
      const missing = await Promise.race([ready, owner.end()])
      const addresses = readEmbedded(dataDir)
      if (missing.length > 0 || addresses === undefined) {
        throw new ExplainedError(`The installation under test is not whole: ${missing.join('; ')}`)
      }
      return new Installation(owner, dataDir, url, addresses)
    } catch (error) {
      await owner.close()
      throw error
    }
  }

  /** Its database, as the superuser. */
  get databaseUrl(): string {
    return this.addressOf('DATABASE_URL')
  }

  get engineAddress(): string {
    return this.addressOf('TEMPORAL_ADDRESS')
  }

  get issuer(): string {
    return this.addressOf('OIDC_ISSUER')
  }

  /** Its master keys. */
  get keys(): KeyRing {
    return keyRingFrom(this.addressOf('PACE_KEYS'))
  }

  /** Ends it and removes its files. */
  close(): Promise<void> {
    return this.owner.close()
  }

  private addressOf(setting: keyof EmbeddedAddresses): string {
    const address = this.addresses[setting]
    if (address === undefined) throw new Error(`The installation under test has no ${setting} of its own`)
    return address
  }
}
