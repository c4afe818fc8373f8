import { randomBytes } from 'node:crypto'
import { keyIn, keyRingFrom, MissingKeyError, WrongKeysError } from '../../keys/key-ring'
import { keysOf } from '../../keys/of-settings'
import { practiceKeys } from '../../ops/keys/practice-keys'
import { readSettings } from '../../contracts/settings'
import { temporaryFolder } from '../support/temporary-folder'
import { BrokenSealError, keyFor, openByRing, openWith, sealByRing, sealWith } from '../../keys/seal'

const secretOf = (letter: string) => Buffer.alloc(32, letter).toString('base64')
const ring = keyRingFrom(`new:${secretOf('n')},old:${secretOf('o')}`)

describe('master keys', () => {
  test('are read one on each line or with commas between them; the first is the one that seals', () => {
    const read = keyRingFrom(`\n 2026-11:${secretOf('a')}\n2025-01:${secretOf('b')}\n`)
    expect(read.current.id).toBe('2026-11')
    expect(read.all.map(({ id }) => id)).toEqual(['2026-11', '2025-01'])
    expect(keyIn(read, '2025-01').secret).toEqual(Buffer.alloc(32, 'b'))
  })

  test.each([
    ['nothing', '', 'There is no key'],
    ['no id', secretOf('a'), 'Key 1 is not written as id:base64'],
    ['a strange id', `a b:${secretOf('a')}`, 'Key 1 has an id'],
    ['a short secret', `a:${Buffer.alloc(16).toString('base64')}`, 'Key 1 (a) is not 32 bytes'],
    ['a secret that is no base64', `a:${'*'.repeat(44)}`, 'Key 1 (a) is not 32 bytes'],
    ['the same id twice', `a:${secretOf('a')},a:${secretOf('b')}`, 'Key a is there twice'],
  ])('that are %s are refused, and no part of a key is shown', (_what, written, message) => {
    const read = () => keyRingFrom(written)
    expect(read).toThrow(WrongKeysError)
    expect(read).toThrow(message)
    expect(read).not.toThrow(new RegExp(secretOf('a').slice(0, 20)))
  })
})

describe('the keys of an installation', () => {
  const folder = temporaryFolder()

  test('are those of PACE_KEYS; without it, or with one that cannot be used, the setting is named', () => {
    expect(keysOf(readSettings({ PACE_KEYS: `a:${secretOf('a')}` })).current.id).toBe('a')
    expect(() => keysOf(readSettings({}))).toThrow(/PACE_KEYS is not set/)
    expect(() => keysOf(readSettings({ PACE_KEYS: 'a:short' }))).toThrow(
      /PACE_KEYS cannot be used: Key 1 \(a\)/,
    )
  })

  test('for practice are made once in the data folder, and refused in production', () => {
    const made = practiceKeys(folder.path)
    expect(practiceKeys(folder.path)).toBe(made)
    expect(keysOf(readSettings({ PACE_KEYS: made })).current.id).toBe('practice-1')
    const production = { PACE_KEYS: made, NODE_ENV: 'production' }
    expect(() => keysOf(readSettings(production))).toThrow(/a key of a practice installation/)
  })
})

describe('what is sealed', () => {
  const plain = Buffer.from('a bed by the window')

  test('opens again where it belongs, under the key that sealed it, also when that is not the current one any more', () => {
    const before = keyRingFrom(`old:${secretOf('o')}`)
    const sealed = sealByRing(before, 'children', plain, 'event 7')
    expect(sealed.keyId).toBe('old')
    expect(openByRing(ring, 'children', sealed, 'event 7')).toEqual(plain)
  })

  test('shows nothing of what it is, and is another each time', () => {
    const key = randomBytes(32)
    const [one, other] = [sealWith(key, plain, 'here'), sealWith(key, plain, 'here')]
    expect(one.equals(other)).toBe(false)
    expect(one.includes('window')).toBe(false)
  })

  test('does not open elsewhere, for another purpose, changed or cut', () => {
    const sealed = sealByRing(ring, 'children', plain, 'event 7')
    const changed = Buffer.from(sealed.sealed)
    changed[15] = (changed[15] ?? 0) ^ 1
    for (const open of [
      () => openByRing(ring, 'children', sealed, 'event 8'),
      () => openByRing(ring, 'engine', sealed, 'event 7'),
      () => openByRing(ring, 'children', { ...sealed, sealed: changed }, 'event 7'),
      () => openByRing(ring, 'children', { ...sealed, sealed: sealed.sealed.subarray(0, 20) }, 'event 7'),
      () => openWith(keyFor(ring.current, 'children'), Buffer.alloc(0), 'event 7'),
    ]) {
      expect(open).toThrow(BrokenSealError)
    }
  })

  test('with a key that is lost names the key', () => {
    const sealed = sealByRing(ring, 'children', plain, 'event 7')
    const without = keyRingFrom(`old:${secretOf('o')}`)
    expect(() => openByRing(without, 'children', sealed, 'event 7')).toThrow(MissingKeyError)
    expect(() => openByRing(without, 'children', sealed, 'event 7')).toThrow('key new')
  })
})
