import express from 'express'
import { MemoryStore } from 'express-session'
import supertest from 'supertest'
import { endOf, IDLE_MS, LONGEST_MS, personIn, sessions, type Person } from '../../api/pages/session'

const person: Person = {
  id: 'somebody',
  name: 'Somebody',
  roles: ['manager'],
  scope: { localities: ['skye'] },
  since: 0,
  until: 1_000,
  idToken: '',
}

/** A server whose one page signs somebody in. */
function serverWith(secure: boolean) {
  const app = express()
  app.use(sessions({ store: new MemoryStore(), clientSecret: 'a secret', secure }))
  app.get('/', (request, response) => {
    request.session.person = person
    response.end()
  })
  return supertest(app)
}

describe('the cookie of a session', () => {
  it('is not for scripts, nor for forms of other sites', async () => {
    const answer = await serverWith(false).get('/')
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^pace=s%3A[\w-]{32}\.[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/),
    ])
  })

  it('goes over TLS alone where people come by TLS, though it ends at a proxy that does not say so', async () => {
    const answer = await serverWith(true).get('/')
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Host-pace=.*; Path=\/; .*; HttpOnly; Secure; SameSite=Lax$/),
    ])
  })
})

describe('who is signed in', () => {
  const active = 0

  it('is the person of the session, until their day is over', () => {
    expect(personIn({ person, active }, 999)).toBe(person)
    expect(personIn({ person, active }, 1_000)).toBeUndefined()
    expect(personIn({}, 0)).toBeUndefined()
    expect(personIn(undefined, 0)).toBeUndefined()
  })

  it('is nobody once they have asked for no page for an hour', () => {
    const busy = { ...person, until: LONGEST_MS }
    expect(personIn({ person: busy, active }, IDLE_MS - 1)).toBe(busy)
    expect(personIn({ person: busy, active }, IDLE_MS)).toBeUndefined()
    expect(personIn({ person: busy, active: 1_000 }, IDLE_MS)).toBe(busy)
    expect(personIn({ person: busy }, IDLE_MS)).toBeUndefined()
  })

  it('is told the earlier of both ends', () => {
    expect(endOf({ ...person, until: LONGEST_MS }, 0)).toBe(IDLE_MS)
    expect(endOf({ ...person, until: LONGEST_MS }, LONGEST_MS - 1)).toBe(LONGEST_MS)
  })
})
