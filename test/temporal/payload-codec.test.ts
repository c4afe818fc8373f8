import { randomBytes } from 'node:crypto'
import { defaultPayloadConverter, type Payload } from '@temporalio/common'
import { keyIdOf, sealingCodec } from '../../temporal/payload-codec'
import { ringOf } from '../support/keys'

const codec = sealingCodec(ringOf('2026'))
const JOURNEY = { type: 'workflow', namespace: 'pace', workflowId: 'journey/7' } as const

const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value)
const sealed = async (value: unknown, by = codec) => (await by.encode([payloadOf(value)]))[0]!
const opened = async (payload: Payload, by = codec) =>
  defaultPayloadConverter.fromPayload((await by.decode([payload], JOURNEY))[0]!)

describe('what the engine is to keep', () => {
  test.each([
    ['a standing', { seq: 3, stage: 'assessment', deadlines: [{ ruleId: 'six-week-review' }] }],
    ['a word', 'due'],
    ['nothing', null],
    ['what was not said', undefined],
    ['bytes', new Uint8Array(randomBytes(500))],
  ])('is opened as it was: %s', async (_what, value) => {
    expect(await opened(await sealed(value))).toEqual(value)
  })

  test('shows nothing of itself but the id of its key', async () => {
    const { metadata, data } = await sealed({ childReference: 'CAI-7' })
    expect(Object.keys(metadata ?? {}).sort()).toEqual(['encoding', 'key-id'])
    expect(Buffer.from(metadata?.['encoding'] ?? []).toString()).toBe('binary/pace-sealed')
    expect(keyIdOf({ metadata })).toBe('2026')
    expect(Buffer.from(data ?? []).toString('latin1')).not.toContain('CAI-7')
  })

  test('is another each time, also when the same is said twice', async () => {
    expect((await sealed('due')).data).not.toEqual((await sealed('due')).data)
  })

  test('is packed: a hundred deadlines take less than a tenth of their room', async () => {
    const deadlines = Array.from({ length: 100 }, (_, index) => ({ ruleId: 'later-review', instance: index }))
    const before = payloadOf(deadlines).data?.length ?? 0
    expect((await sealed(deadlines)).data?.length).toBeLessThan(before / 10)
  })
})

describe('what was sealed by this release', () => {
  const KEPT = 'gjCKfTZiv20CQd8lepV5sOLNyUojAlWskx3Jx5ERC0bjTSFhVzx3Gh96'

  test('opens with every later one: neither the packing nor its words may change', async () => {
    const payload = {
      metadata: { encoding: Buffer.from('binary/pace-sealed'), 'key-id': Buffer.from('2026') },
      data: Buffer.from(KEPT, 'base64'),
    }
    expect(await opened(payload)).toEqual({ seq: 3, stage: 'assessment', deadlines: [] })
  })
})

describe('when a new key seals', () => {
  const both = sealingCodec(ringOf('2027', '2026'))

  test('what the old one sealed still opens', async () => {
    expect(await opened(await sealed('held'), both)).toBe('held')
  })

  test('what is sealed from now on names the new one', async () => {
    expect(keyIdOf(await sealed('held', both))).toBe('2027')
  })
})

describe('what was written before anything was sealed', () => {
  test('passes as it is', async () => {
    expect(await opened(payloadOf('held'))).toBe('held')
    expect(keyIdOf(payloadOf('held'))).toBeUndefined()
  })
})

describe('what cannot be read', () => {
  test('for want of its key names the key and the journey', async () => {
    const lost = await sealed('held', sealingCodec(ringOf('2025')))
    await expect(opened(lost)).rejects.toThrow(
      /^journey\/7 has a payload under key 2025 that cannot be read\. .*add it to PACE_KEYS again$/,
    )
  })

  test('since it was changed names the key, and quotes nothing', async () => {
    const payload = await sealed('CANARY')
    const data = Buffer.from(payload.data ?? [])
    data[data.length - 1]! ^= 1
    const told = await opened({ ...payload, data }).catch((error: Error) => `${error.message} ${error.stack}`)
    expect(told).toMatch(/journey\/7 has a payload under key 2026 that cannot be read/)
    expect(told).not.toContain('CANARY')
  })

  test('does not have its words repeated where the id of a key should be', async () => {
    const metadata = {
      encoding: Buffer.from('binary/pace-sealed'),
      'key-id': Buffer.from('Morag, 7 Shore Rd'),
    }
    await expect(opened({ metadata, data: Buffer.alloc(40) })).rejects.toThrow(/under key unknown/)
  })
})
