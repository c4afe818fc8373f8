import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** A document as it lies in a folder: what it is called there, its id and version by its place, and what is in it. */
export interface FoundDocument {
  readonly name: string
  readonly id: string
  readonly version: number
  readonly content: unknown
}

/** The documents of a folder: `<id>/<version>.json`, `calendars/<id>/<version>.json`, and the aims of a policy, `aims/<id>/<version>.json`. */
export interface PolicyFolder {
  readonly policies: readonly FoundDocument[]
  readonly calendars: readonly FoundDocument[]
  readonly aims: readonly FoundDocument[]
}

/** Policies that cannot be read or are not right: which file, where in it, and what to do. */
export class WrongPolicies extends Error {
  override readonly name = 'WrongPolicies'

  constructor(readonly faults: readonly string[]) {
    super(`Wrong policies:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  }
}

const CALENDARS = 'calendars'
const AIMS = 'aims'

/**
 * Reads the documents of a folder, in the order of their ids and versions.
 *
 * @param folder an absolute path
 * @param called what it is called in errors, and before the name of each of its documents
 * @throws WrongPolicies when the folder or a file of it cannot be read, is no JSON, or lies where no document can
 */
export function readFolder(folder: string, called: string): PolicyFolder {
  const faults: string[] = []
  const policies = documentsIn(folder, called, faults, [CALENDARS, AIMS])
  const beside = (kind: string) =>
    isFolder(path.join(folder, kind))
      ? documentsIn(path.join(folder, kind), `${called}/${kind}`, faults, [])
      : []
  const [calendars, aims] = [beside(CALENDARS), beside(AIMS)]
  if (faults.length > 0) throw new WrongPolicies(faults)
  return { policies, calendars, aims }
}

function documentsIn(folder: string, called: string, faults: string[], besides: readonly string[]) {
  const ids = listed(folder, called, faults)
    .filter((name) => !besides.includes(name) && isFolder(path.join(folder, name)))
    .sort()
  return ids.flatMap((id) => {
    const place = `${called}/${id}`
    const files = listed(path.join(folder, id), place, faults).filter((name) => name.endsWith('.json'))
    return files
      .flatMap((file) => documentIn(path.join(folder, id, file), `${place}/${file}`, id, faults))
      .sort((a, b) => a.version - b.version)
  })
}

// What is hidden is nobody's document: a mounted folder has such of its own.
function listed(folder: string, called: string, faults: string[]): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why =
      code === 'ENOENT' ? 'there is no such folder' : `the folder cannot be read (${code ?? String(error)})`
    faults.push(`${called}: ${why}. Give a folder of policies that this process may read`)
    return []
  }
}

function documentIn(file: string, name: string, id: string, faults: string[]): FoundDocument[] {
  const version = Number(/^([1-9]\d{0,5})[.]json$/.exec(path.basename(file))?.[1])
  if (Number.isNaN(version)) {
    faults.push(`${name}: a document is called by its version, such as 1.json. Rename it, or take it out`)
    return []
  }
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as unknown
    const told = content as { readonly id?: unknown; readonly version?: unknown } | null
    if (typeof told?.id === 'string' && told.id !== id)
      faults.push(`${name}: id: is ${told.id}, and its folder is ${id}. Let them agree`)
    if (typeof told?.version === 'number' && told.version !== version)
      faults.push(`${name}: version: is ${told.version}, and its file is ${version}.json. Let them agree`)
    return [{ name, id, version, content }]
  } catch (error) {
    const why =
      error instanceof SyntaxError ? `is not JSON (${error.message})` : `cannot be read (${String(error)})`
    faults.push(`${name}: ${why}. Mend it, or take it out`)
    return []
  }
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true
}
