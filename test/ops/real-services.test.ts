import { Client } from 'pg'
import { Connection } from '@temporalio/client'
import { createDatabase, waitForPostgres } from '../../ops/postgres/database'

const url = process.env.TEST_DATABASE_URL ?? ''

describe('the services that the tests run on', () => {
  test('PostgreSQL is real, answers only with its password and puts every commit on the disk', async () => {
    const client = new Client({ connectionString: url })
    await client.connect()
    const shown = await client.query(
      "select current_setting('fsync') as fsync, current_setting('listen_addresses') as listens",
    )
    await client.end()
    expect(shown.rows).toEqual([{ fsync: 'on', listens: '127.0.0.1' }])

    const wrong = new URL(url)
    wrong.password = 'wrong'
    await expect(waitForPostgres(wrong.href)).rejects.toThrow(/password authentication failed/)
  })

  test('a database is made once, however often and by however many it is asked for', async () => {
    const asked = Array.from({ length: 4 }, () => createDatabase(url, 'asked_for_by_four'))
    await expect(Promise.all(asked)).resolves.toHaveLength(4)
    const made = new URL(url)
    made.pathname = '/asked_for_by_four'
    await expect(waitForPostgres(made.href)).resolves.toBeUndefined()
  })

  test("Temporal is a server that can skip a workflow's time", async () => {
    const connection = await Connection.connect({ address: process.env.TEST_TEMPORAL_ADDRESS ?? '' })
    const { serverVersion } = await connection.workflowService.getSystemInfo({})
    await connection.close()
    expect(serverVersion).toMatch(/^1\.(3[2-9]|[4-9]\d)\./)
  })
})
