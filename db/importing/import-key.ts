import { createHmac } from 'node:crypto'
import type { KeyRing } from '../../keys/key-ring'
import { openByRing, openWith, sealByRing, sealWith, type SealedByRing } from '../../keys/seal'
import { newKey } from '../child-keys'
import type { CsvRow } from './read-csv'

/** The key of an import: it seals the rows of the file, and groups those of a child, until the import has ended. */
export interface ImportKey {
  readonly importId: string
  readonly key: Buffer
}

/** A new key, and the same sealed under the current master key. */
export function newImportKey(
  keys: KeyRing,
  importId: string,
): ImportKey & { readonly wrapped: SealedByRing } {
  const key = newKey()
  return { importId, key, wrapped: wrapImportKey(keys, { importId, key }) }
}

/** Seals an import's key under the current master key. */
export function wrapImportKey(keys: KeyRing, { importId, key }: ImportKey): SealedByRing {
  return sealByRing(keys, 'imports', key, importId)
}

/** Throws MissingKeyError when the master key is not here. */
export function openImportKey(
  keys: KeyRing,
  { id, wrapped, key_id }: { readonly id: string; readonly wrapped: Buffer; readonly key_id: string },
): ImportKey {
  return { importId: id, key: openByRing(keys, 'imports', { keyId: key_id, sealed: wrapped }, id) }
}

export function sealRow({ importId, key }: ImportKey, row: CsvRow): Buffer {
  const { line, ...said } = row
  return sealWith(key, Buffer.from(JSON.stringify(said)), contextOf(importId, line))
}

/** Opens what `sealRow` has sealed. */
export function openRow({ importId, key }: ImportKey, line: number, sealed: Buffer): CsvRow {
  const said = JSON.parse(openWith(key, sealed, contextOf(importId, line)).toString()) as Omit<CsvRow, 'line'>
  return { line, ...said }
}

/** The same for all rows of a child, and telling nothing without the key. */
export function childHash({ key }: ImportKey, reference: string): Buffer {
  return createHmac('sha256', key).update(`child ${reference}`).digest()
}

function contextOf(importId: string, line: number): string {
  return `import ${importId}/${line}`
}
