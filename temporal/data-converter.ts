import path from 'node:path'
import type { DataConverter } from '@temporalio/common'
import type { KeyRing } from '../keys/key-ring'
import { sealingCodec } from './payload-codec'

/** Where the failure converter is: the workflows' bundle takes it too. */
export const FAILURE_CONVERTER = path.join(__dirname, 'failure-converter.ts')

/** How everything that goes to the engine, and comes from it, is written: sealed, errors too. */
export function dataConverter(keys: KeyRing): DataConverter {
  return { payloadCodecs: [sealingCodec(keys)], failureConverterPath: FAILURE_CONVERTER }
}
