import path from 'node:path'
import { readFolder } from './folder'
import { libraryOf, type Library } from './library'

/** The setting that names a council's own folder, and where it is read from when it is relative. */
const SETTING = 'PACE_POLICIES'
const ROOT = path.resolve(__dirname, '..')

let read: Library | undefined

/**
 * Every policy and calendar that there is here: ours, and those of the folder that PACE_POLICIES names. Read once, at the
 * first question; a new document is there after the next start.
 *
 * Throws WrongPolicies when one of them cannot be read or is not right.
 */
export function library(): Library {
  read ??= libraryOf(foldersOf(process.env[SETTING]))
  return read
}

/** The policies of this product, and those of a council's own folder. Throws WrongPolicies. */
export function foldersOf(own: string | undefined) {
  const ours = readFolder(__dirname, 'policies')
  const given = own?.trim() ?? ''
  return given === '' ? [ours] : [ours, readFolder(path.resolve(ROOT, given), given.replace(/\/+$/, ''))]
}
