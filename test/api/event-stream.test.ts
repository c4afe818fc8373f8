import express from 'express'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { EventStream } from '../../api/event-stream'

/** What a listener hears until the stream ends; `answers` says, sign of life by sign of life, whether they may still listen. */
async function heard(answers: readonly boolean[]): Promise<string> {
  const app = express()
  const left = [...answers]
  app.get('/', (_request, response) => {
    new EventStream(response, 5).begin(() => Promise.resolve(left.shift() ?? false))
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const text = await answer.text()
  server.close()
  return text
}

it('a listener who is let in no more is let go at the next sign of life', async () => {
  const text = await heard([true, true, false])
  expect(text.split(': still here').length - 1).toBe(2)
  expect(await heard([false])).not.toContain('still here')
})
