import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'

import { unsafeIn } from '../../contracts/safe-for-production'
import { readSettings, type Settings } from '../../contracts/settings'
import { engineRelease } from '../../ops/engine/release'
import {
  serverSettings,
  temporalPortNames,
  type TemporalPorts,
} from '../../ops/production-shape/temporal-server'
import { projectRoot } from '../../ops/project'
import { temporaryFolder } from '../support/temporary-folder'

interface Service {
  readonly image: string
  readonly build?: string
  readonly command?: readonly string[]
  readonly user?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly secrets?: readonly string[]
  readonly volumes?: readonly string[]
  readonly ports?: readonly string[]
  readonly tmpfs?: readonly string[]
  readonly read_only?: boolean
  readonly privileged?: boolean
  readonly restart?: string
  readonly healthcheck?: object
  readonly depends_on?: Readonly<Record<string, { condition: string }>>
  readonly deploy?: { readonly replicas: number }
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>
  readonly secrets: Readonly<Record<string, { file: string }>>
}

const textOf = (file: string) => readFileSync(path.join(projectRoot, file), 'utf8')
const compose = parse(textOf('docker-compose.yml'), { merge: true }) as Compose
const services = Object.entries(compose.services)
const ours = services.filter(([, { build }]) => build !== undefined)
const oneShots = ['temporal-schema', 'temporal-namespace', 'migrate']

/** What `${NAME:-default}` comes to when these are set. */
const chosen: Record<string, string> = {
  OIDC_ISSUER: 'https://login.council.example',
  PACE_PUBLIC_URL: 'https://pace.council.example',
}
const interpolated = (text: string) =>
  text.replace(/\$\{(\w+):?-([^}]*)\}/g, (_, name: string, otherwise: string) => chosen[name] ?? otherwise)

describe('docker-compose.yml', () => {
  test('runs the whole shape: two of each part of PACE, on PostgreSQL and on Temporal with PostgreSQL', () => {
    expect(services.map(([name]) => name).toSorted()).toEqual(
      [
        ...oneShots,
        ...['api', 'worker', 'relay', 'mail-sink', 'postgresql', 'temporal', 'temporal-ui'],
      ].toSorted(),
    )
    for (const name of ['api', 'worker', 'relay']) expect(compose.services[name]?.deploy?.replicas).toBe(2)
  })

  test.each(services)('%s says when it is well, or ends once it has done its work', (name, service) => {
    if (oneShots.includes(name)) {
      expect(service).toMatchObject({ restart: 'on-failure' })
      expect(service.healthcheck).toBeUndefined()
    } else {
      expect(service).toMatchObject({ restart: 'unless-stopped', healthcheck: { test: expect.any(Array) } })
    }
  })

  test.each(services)('%s waits for what it needs by its health, or its end', (_, { depends_on = {} }) => {
    for (const [needed, { condition }] of Object.entries(depends_on)) {
      expect(condition).toBe(oneShots.includes(needed) ? 'service_completed_successfully' : 'service_healthy')
    }
  })

  test.each(services)('%s has a pinned version', (_, { image }) => {
    expect(image).toMatch(/^[a-z/-]+:v?\d+\.\d+(\.\d+)?$/)
  })

  test('Temporal is of the release that PACE embeds', () => {
    const of = (name: string) => compose.services[name]?.image
    expect(of('temporal')).toBe(`temporalio/server:${engineRelease.server}`)
    for (const name of ['temporal-schema', 'temporal-namespace'])
      expect(of(name)).toBe(`temporalio/admin-tools:${engineRelease.server}`)
  })

  test.each(services)('%s is told secrets by file alone', (_, { environment = {}, secrets = [] }) => {
    for (const [name, value] of Object.entries(environment)) {
      const isSecret = /PASSWORD|PWD|API_KEY|SECRET|DATABASE_URL|SMTP_URL/.test(name)
      if (!isSecret) {
        expect(value).not.toMatch(/:\/\/[^/]*:[^/]*@/)
        continue
      }
      expect(name).toMatch(/_FILE$/)
      expect(secrets.map((secret) => `/run/secrets/${secret}`)).toContain(value)
    }
    for (const secret of secrets) expect(compose.secrets[secret]?.file).toBe(`./secrets/${secret}`)
  })

  test.each(services)('%s is reached from this machine alone, if at all', (_, { ports = [] }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
  })

  test.each(services)('%s mounts only what is there', (_, { volumes = [] }) => {
    for (const volume of volumes.filter((each) => each.startsWith('./'))) {
      const [file = '', , mode] = volume.split(':')
      expect([file, existsSync(path.join(projectRoot, file)), mode]).toEqual([file, true, 'ro'])
    }
  })

  test.each(ours)('%s runs without rights, on a file system that it cannot write', (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: [expect.stringMatching(/^\/tmp/)],
    })
    expect(service.privileged).toBeUndefined()
    // the image's own account, see the Dockerfile below
    expect(service.user).toBeUndefined()
  })

  test.each(ours)('%s has settings that PACE takes, for production', (_, { environment = {} }) => {
    const given = Object.fromEntries(
      Object.entries(environment)
        .filter(([name]) => !name.endsWith('_FILE'))
        .map(([name, value]) => [name, interpolated(value)]),
    )
    const settings = readSettings(given)
    expect(settings.NODE_ENV).toBe('production')
    const taken = Object.entries(given).filter(([, value]) => value !== '')
    for (const [name, value] of taken) {
      const read = settings[name as keyof Settings]
      const written = Array.isArray(read) ? read.join(',') : read
      expect(typeof written === 'number' ? `${written}` : written).toBe(value)
    }
  })

  test.each(ours)(
    '%s starts in production with the addresses of the compose file',
    (_, { environment = {} }) => {
      const production = {
        NODE_ENV: 'production',
        DATABASE_URL: 'postgresql://pace:secret@postgresql:5432/pace',
        SMTP_URL: 'smtp://mail-sink:1025',
        ...(environment['TEMPORAL_ADDRESS'] && { TEMPORAL_ADDRESS: environment['TEMPORAL_ADDRESS'] }),
      }
      const allowed = { PACE_ALLOW_PLAIN: interpolated(environment['PACE_ALLOW_PLAIN'] ?? '') }
      expect(unsafeIn(readSettings({ ...production, ...allowed }))).toEqual([])
      // it is the list that lets them
      expect(unsafeIn(readSettings(production))).not.toEqual([])
    },
  )

  test("Temporal's server has the settings by which `npm run production-shape` runs one", () => {
    const ports = Object.fromEntries(temporalPortNames.map((name) => [name, 0])) as TemporalPorts
    const tried = Object.keys(serverSettings({ port: 0, password: '' }, ports))
      .filter((name) => !temporalPortNames.includes(name as keyof TemporalPorts))
      .map((name) => (name === 'POSTGRES_PWD' ? 'POSTGRES_PWD_FILE' : name))
    expect(Object.keys(compose.services['temporal']?.environment ?? {}).toSorted()).toEqual(tried.toSorted())
  })
})

describe('the secrets', () => {
  const folder = temporaryFolder()
  const make = () => {
    cpSync(path.join(projectRoot, 'ops/compose'), path.join(folder.path, 'ops/compose'), { recursive: true })
    const { status } = spawnSync('sh', [path.join(folder.path, 'ops/compose/make-secrets.sh')])
    expect(status).toBe(0)
    const secrets = path.join(folder.path, 'secrets')
    return Object.fromEntries(
      readdirSync(secrets).map((name) => [name, readFileSync(path.join(secrets, name), 'utf8')]),
    )
  }

  test('are made at random, each that the compose file names, and only once', () => {
    const made = make()
    expect(Object.keys(made).toSorted()).toEqual(Object.keys(compose.secrets).toSorted())
    const passwords = Object.entries(made).filter(([name]) => name.endsWith('-password'))
    expect(passwords).toHaveLength(4)
    for (const [, password] of passwords) expect(password).toMatch(/^[0-9a-f]{64}\n$/)
    expect(new Set(passwords.map(([, password]) => password)).size).toBe(4)
    expect(make()).toEqual(made)
  })

  test('are addresses that PACE takes, and lie where nobody else on the machine comes', () => {
    make()
    const secrets = path.join(folder.path, 'secrets')
    const settings = readSettings({
      DATABASE_URL_FILE: path.join(secrets, 'database-url'),
      SMTP_URL_FILE: path.join(secrets, 'smtp-url'),
    })
    const password = readFileSync(path.join(secrets, 'pace-database-password'), 'utf8').trim()
    expect(settings.DATABASE_URL).toBe(`postgresql://pace:${password}@postgresql:5432/pace`)
    expect(settings.SMTP_URL).toBe('smtp://mail-sink:1025')
    const ofApi = readSettings({ DATABASE_URL_FILE: path.join(secrets, 'api-database-url') })
    expect(ofApi.DATABASE_URL).toMatch(/^postgresql:\/\/pace_front:[0-9a-f]{64}@postgresql:5432\/pace$/)
    expect(statSync(secrets).mode & 0o777).toBe(0o700)
  })
})

describe('the image', () => {
  const lines = textOf('Dockerfile').split('\n')
  const ignored = textOf('.dockerignore').split('\n')

  test('is built on the long-term support release of Node, and runs as an account without rights', () => {
    const bases = lines.filter((line) => line.startsWith('FROM '))
    expect(bases.every((line) => line.startsWith('FROM node:24-bookworm-slim'))).toBe(true)
    expect(lines.filter((line) => line.startsWith('USER '))).toEqual(['USER node'])
    expect(lines).toContain('ENTRYPOINT ["node", "ops/pace.cjs"]')
  })

  test('holds neither secrets nor what this machine has made', () => {
    expect(ignored).toEqual(
      expect.arrayContaining(['.git', '.cache', '.pace', 'node_modules', 'secrets', '.env*']),
    )
  })
})

describe('Docker Compose itself', () => {
  const command = [['docker-compose'], ['docker', 'compose']].find(
    ([program = '', ...words]) => spawnSync(program, [...words, 'version']).status === 0,
  )
  const folder = temporaryFolder()
  const config = (env: NodeJS.ProcessEnv) => {
    const [program = '', ...words] = command ?? []
    // apart from a `.env` of whoever runs the tests
    mkdirSync(path.join(folder.path, 'ops'))
    cpSync(path.join(projectRoot, 'docker-compose.yml'), path.join(folder.path, 'docker-compose.yml'))
    return spawnSync(program, [...words, 'config'], {
      cwd: folder.path,
      env: { PATH: process.env.PATH, ...env },
      encoding: 'utf8',
    })
  }
  const tried = command === undefined ? test.skip : test
  const how = command === undefined ? ' (to try it: apt-get install docker-compose)' : ''

  tried(`takes the file, and sees what stands in it${how}`, () => {
    const { status, stdout, stderr } = config(chosen)
    expect([status, stderr]).toEqual([0, ''])
    const seen = parse(stdout) as Compose
    expect(Object.keys(seen.services).toSorted()).toEqual(Object.keys(compose.services).toSorted())
    expect(seen.services['api']?.environment).toMatchObject(chosen)
  })

  tried(`takes the file as it is, with nothing set${how}`, () => {
    expect(config({})).toMatchObject({ status: 0, stderr: '' })
  })
})
