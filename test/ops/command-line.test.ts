import { decodeJwt } from 'jose'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'

import { writeEmbedded } from '../../ops/launcher/embedded'
import { anyFreePort } from '../../ops/processes/free-port'
import { OwnProcess } from '../support/own-process'
import { temporaryFolder } from '../support/temporary-folder'

describe('the command line', () => {
  const folder = temporaryFolder()

  const run = async (script: 'pace' | 'start', words: string[], env: NodeJS.ProcessEnv = {}) => {
    const child = spawn(process.execPath, [path.resolve(__dirname, `../../ops/${script}.cjs`), ...words], {
      env: { ...process.env, PACE_DATA_DIR: folder.path, ...env },
    })
    const said = { out: '', err: '' }
    child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
    const [code] = (await once(child, 'close')) as [number]
    return { ...said, code }
  }

  test('a command that is mistyped is answered with the one that was meant', async () => {
    const { err, code } = await run('pace', ['tokne'])
    expect(code).toBe(1)
    expect(err).toContain('(Did you mean token?)')
  })

  test('a token needs the embedded sign-in, and says how to start it', async () => {
    const { out, err, code } = await run('pace', ['token', '--as', 'manager'])
    expect({ out, code }).toEqual({ out: '', code: 1 })
    expect(err).toMatch(/^No embedded sign-in runs on the data in .*Start PACE with `npm start`.*\n$/)
  })

  test("no token is asked of somebody else's sign-in", async () => {
    const { err, code } = await run('pace', ['token', '--as', 'manager'], {
      OIDC_ISSUER: 'https://login.example.org',
    })
    expect(code).toBe(1)
    expect(err).toContain(
      'OIDC_ISSUER is https://login.example.org, and practice tokens come from the embedded sign-in only',
    )
  })

  test('it prints the token and nothing else', async () => {
    const OIDC_ISSUER = `http://127.0.0.1:${await anyFreePort()}`
    const env = { OIDC_ISSUER, PACE_DATA_DIR: folder.path }
    const signIn = await OwnProcess.start('sign-in', env, `${OIDC_ISSUER}/.well-known/openid-configuration`)
    writeEmbedded(folder.path, { OIDC_ISSUER })
    const { out, err } = await run('pace', ['token', '--as', 'case-worker', '--locality', 'caithness'])
    await signIn.end()
    expect(err).toBe('')
    expect(out).toMatch(/^[\w.-]+\n$/)
    expect(decodeJwt(out.trim())).toMatchObject({
      sub: 'practice-case-worker-caithness',
      localities: ['caithness'],
    })
  })

  test('a start on a busy port says so, and leaves nothing that stops the next', async () => {
    const other = createServer()
    const PACE_PORT = String(await anyFreePort())
    await new Promise<void>((resolve) => other.listen(Number(PACE_PORT), '127.0.0.1', resolve))
    const { err, code } = await run('start', ['--empty'], { PACE_PORT })
    await new Promise((done) => other.close(done))
    expect(code).toBe(1)
    expect(err).toContain(`Port ${PACE_PORT} is wanted for PACE's API and pages`)
    expect(readdirSync(folder.path)).toEqual([])
  })

  test('a wrong setting is named before anything is started', async () => {
    const { err, code } = await run('start', [], { PACE_PORT: 'eighty' })
    expect(code).toBe(1)
    expect(err).toContain('PACE_PORT must be a port number')
    expect(readdirSync(folder.path)).toEqual([])
  })

  test('production without a sign-in of its own is refused by name', async () => {
    const { err, code } = await run('start', [], { NODE_ENV: 'production' })
    expect(code).toBe(1)
    expect(err).toMatch(/NODE_ENV is production and OIDC_ISSUER is not set/)
  })
})
