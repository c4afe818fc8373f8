import { tokensOf } from '../../api/bearer'
import { claimsOf, isOfClient, OUR_CLAIMS, rolesIn, scopeIn, showsSecondFactor } from '../../api/claims'
import { readSettings } from '../../contracts/settings'
import { openApi } from '../support/api'
import { AUDIENCE, openIssuer, type Issuer } from '../support/issuer'

let issuer: Issuer
beforeAll(async () => {
  issuer = await openIssuer()
})
afterAll(() => issuer.close())

/** The caller that a token with these claims makes, under these settings. */
const callerWith = async (settings: NodeJS.ProcessEnv, claims: Record<string, unknown>) => {
  const mapping = claimsOf(readSettings({ OIDC_MFA: 'off', ...settings }))
  const tokens = tokensOf({ issuer: issuer.url, audience: AUDIENCE, claims: mapping })
  return tokens.callerOf(await issuer.token(claims))
}

describe("a council's own claims", () => {
  const settings = {
    OIDC_ROLES_CLAIM: 'realm_access.groups',
    OIDC_LOCALITIES_CLAIM: 'https://council.example/areas',
    OIDC_ROLE_MAP: '{"SW Practitioners": "case-worker", "SW Leads": ["manager", "reviewer"]}',
  }

  it('become our roles and localities', async () => {
    const claims = {
      realm_access: { groups: ['SW Leads', 'SW Practitioners'] },
      'https://council.example/areas': ['skye', 'caithness'],
    }
    await expect(callerWith(settings, claims)).resolves.toMatchObject({
      roles: ['case-worker', 'reviewer', 'manager'],
      scope: { localities: ['skye', 'caithness'] },
    })
  })

  it('a group that is not in the map gives no role, be it called as one of ours is', async () => {
    const groups = ['Domain Users', 'administrator', 'constructor', '__proto__']
    await expect(callerWith(settings, { realm_access: { groups } })).resolves.toMatchObject({
      roles: [],
      scope: { localities: [] },
    })
  })

  it('one text is a list of one, and what is no list of texts is nothing', () => {
    expect(rolesIn({ roles: 'manager' }, OUR_CLAIMS)).toEqual(['manager'])
    expect(rolesIn({ roles: [7, null, { manager: true }] }, OUR_CLAIMS)).toEqual([])
    expect(rolesIn({ roles: { 0: 'manager' } }, OUR_CLAIMS)).toEqual([])
    expect(scopeIn({ localities: '*' }, OUR_CLAIMS)).toEqual({ localities: 'authority' })
    expect(scopeIn({}, OUR_CLAIMS)).toEqual({ localities: [] })
  })
})

describe('the agency of a partner', () => {
  it('is what the claim that a setting names says, as far as there is such an agency', async () => {
    const settings = { OIDC_AGENCY_CLAIM: 'org.unit' }
    const claims = { roles: ['partner'], localities: ['skye'], org: { unit: ['education', 'the moon'] } }
    await expect(callerWith(settings, claims)).resolves.toMatchObject({
      scope: { localities: ['skye'], agencies: ['education'] },
    })
    expect(scopeIn({ agency: 'health' }, OUR_CLAIMS)).toEqual({ localities: [], agencies: ['health'] })
  })
})

describe('a second factor', () => {
  const required = { OIDC_MFA: 'required' }
  const missing = 'The sign-in shows no second factor in amr: sign in with one'

  it('is shown by the token', async () => {
    await expect(callerWith(required, { amr: ['pwd', 'otp'] })).resolves.toMatchObject({
      roles: ['case-worker'],
    })
    await expect(callerWith(required, { amr: ['pwd'] })).rejects.toThrow(missing)
    await expect(callerWith(required, {})).rejects.toThrow(missing)
  })

  it('may be shown by another claim, such as acr, with values of its own', async () => {
    const acr = { ...required, OIDC_MFA_CLAIM: 'acr', OIDC_MFA_VALUES: 'phr,phrh' }
    await expect(callerWith(acr, { acr: 'phr' })).resolves.toMatchObject({ roles: ['case-worker'] })
    await expect(callerWith(acr, { acr: '1', amr: ['mfa'] })).rejects.toThrow('no second factor in acr')
  })

  it('may be shown by the ID token of the same sign-in', () => {
    const mapping = { ...OUR_CLAIMS, mfa: { claim: 'amr', values: ['mfa'] } }
    expect(showsSecondFactor([{}, { amr: ['mfa'] }], mapping)).toBe(true)
    expect(showsSecondFactor([{}, { amr: ['pwd'] }], mapping)).toBe(false)
  })

  it('whoever calls without one is told what to do, and which claim it is', async () => {
    const mapping = { ...OUR_CLAIMS, mfa: { claim: 'amr', values: ['mfa'] } }
    const api = await openApi({
      tokens: tokensOf({ issuer: issuer.url, audience: AUDIENCE, claims: mapping }),
    })
    const list = (token: string) => api.sending(`Bearer ${token}`).get('/api/v1/journeys')
    const refused = await list(await issuer.token())
    expect(refused.status).toBe(401)
    expect(refused.headers['www-authenticate']).toContain('error="insufficient_user_authentication"')
    expect(refused.body).toMatchObject({ detail: expect.stringContaining(missing) as string })
    expect((await list(await issuer.token({ amr: ['mfa'] }))).status).toBe(200)
    await api.close()
  })
})

describe("a client's own token", () => {
  it('is that of a connected system, without a second factor', async () => {
    const client = { sub: 'housing', client_id: 'housing', roles: ['system'] }
    await expect(callerWith({ OIDC_MFA: 'required' }, client)).resolves.toMatchObject({
      id: 'housing',
      roles: ['system'],
      scope: { localities: 'authority' },
    })
  })

  it('is never more, whatever roles it says', async () => {
    const client = { sub: 'housing', azp: 'housing', roles: ['administrator', 'system'] }
    await expect(callerWith({}, client)).resolves.toMatchObject({ roles: ['system'] })
    await expect(callerWith({}, { ...client, roles: ['manager'] })).resolves.toMatchObject({ roles: [] })
  })

  it('is told from that of a person who came by the client', () => {
    expect(isOfClient({ sub: 'a.person', client_id: 'pace-web', azp: 'pace-web' })).toBe(false)
    expect(isOfClient({ sub: 'client', appid: 'client' })).toBe(true)
    expect(isOfClient({ sub: 'an-object-id', idtyp: 'app' })).toBe(true)
    expect(isOfClient({ sub: 'a.person' })).toBe(false)
  })
})
