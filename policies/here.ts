import path from 'node:path'
import { readFolder, WrongPolicies, type PolicyFolder } from './folder'
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

/**
 * Makes sure, before anything is begun, that the policies here can be read, and that the one that is to be in force is
 * among them. Throws WrongPolicies.
 *
 * @param own the folder that PACE_POLICIES names
 */
export function requirePolicies(own: string | undefined, inForce: string): void {
  const { policies } = libraryOf(foldersOf(own))
  const ids = [...new Set(policies.map(({ policy }) => policy.id))]
  if (!ids.includes(inForce))
    throw new WrongPolicies([`There is no policy ${inForce}: PACE_POLICY can be ${ids.join(', ')}`])
}

/** The policies of this product, and those of a council's own folder. Throws WrongPolicies. */
export function foldersOf(own: string | undefined): PolicyFolder[] {
  const ours = readFolder(__dirname, 'policies')
  const given = own?.trim() ?? ''
  return given === '' ? [ours] : [ours, readFolder(path.resolve(ROOT, given), given.replace(/\/+$/, ''))]
}
