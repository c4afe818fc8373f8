import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { parseCalendar } from '../domain/calendar-schema'
import { DocumentError } from '../domain/document-faults'
import { WrongPolicies } from '../policies/folder'
import { foldersOf } from '../policies/here'
import { libraryOf, readAimsAmong, readPolicyAmong, type Library } from '../policies/library'
import { ExplainedError, reasonOf } from '../ops/explained-error'

/** `pace policies check`: says what is wrong in a council's policies and calendars before they are released. */
export function policiesCommand(pace: Command): void {
  const policies = pace.command('policies').description('look after policies and calendars')
  policies
    .command('check <folder-or-file>')
    .description(
      'check policies and calendars, beside those of this product; exit with 1 when something is wrong',
    )
    .action((place: string) => {
      for (const line of checkPolicies(path.resolve(place))) process.stdout.write(`${line}\n`)
    })
}

/**
 * Checks a folder of policies and calendars, or one document, and returns what to say about it.
 * @throws ExplainedError with every fault: the file, the place in it, and what to do
 */
export function checkPolicies(place: string): string[] {
  try {
    const stats = statSync(place, { throwIfNoEntry: false })
    if (stats === undefined) throw new ExplainedError(`There is neither a folder nor a file ${place}`)
    return stats.isDirectory() ? checkFolder(place) : checkFile(place)
  } catch (error) {
    if (error instanceof ExplainedError) throw error
    throw new ExplainedError(wordsFor(error), { cause: error })
  }
}

// Of a single document as of a folder: a line for each fault.
function wordsFor(error: unknown): string {
  if (!(error instanceof DocumentError)) return reasonOf(error)
  const { document, faults } = error
  const told = faults.map(
    ({ path: place, message, remedy }) => `${document}: ${place}: ${message}. ${remedy}`,
  )
  return new WrongPolicies(told).message
}

function checkFolder(folder: string): string[] {
  const [ours, own] = foldersOf(folder)
  const { policies, calendars, aims } = libraryOf([ours, own].filter((one) => one !== undefined))
  const isOwn = (id: string, version: number) =>
    [...(own?.policies ?? []), ...(own?.calendars ?? [])].some(
      (one) => one.id === id && one.version === version,
    )
  const right = [
    ...policies.map(({ reference }) => reference),
    ...calendars.map(({ calendar: { id, version }, hash }) => ({ id, version, hash })),
  ].filter(({ id, version }) => isOwn(id, version))
  const rightAims = aims
    .map(({ aims: { id, version }, hash }) => ({ id, version, hash }))
    .filter(({ id, version }) => own?.aims.some((one) => one.id === id && one.version === version))
  if (right.length + rightAims.length === 0)
    throw new WrongPolicies([`${folder}: there is no document in it`])
  return [
    ...right.map(({ id, version, hash }) => `${id} version ${version} is right: ${hash}`),
    ...rightAims.map(({ id, version, hash }) => `aims of ${id} version ${version} are right: ${hash}`),
  ]
}

function checkFile(file: string): string[] {
  const content = contentOf(file)
  const name = path.basename(file)
  if (typeof content === 'object' && content !== null && !('rules' in content) && isCalendar(content)) {
    parseCalendar(content, name)
    return [`${name} is right by itself; what it is laid over is checked with its folder`]
  }
  if (typeof content === 'object' && content !== null && 'aims' in content) {
    const { title, version } = readAimsAmong(content, name, released().policies)
    return [`${name} is right: ${title}, version ${version}`]
  }
  const { title, version } = readPolicyAmong(content, name, released())
  return [`${name} is right: ${title}, version ${version}`]
}

function isCalendar(content: object): boolean {
  return ['holidays', 'yearly', 'base', 'add', 'remove'].some((field) => field in content)
}

function released(): Library {
  return libraryOf(foldersOf(process.env['PACE_POLICIES']))
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown
  } catch (error) {
    throw new ExplainedError(`${file} is not JSON: ${reasonOf(error)}`, { cause: error })
  }
}
