import { randomUUID } from 'node:crypto'
import { IMPORTS_OF, systemName, UNNAMED_SYSTEM, type ImportAnswer } from '../../contracts/import-schema'
import { importPage, importsPage, type ImportsView } from '../../web/pages/imports'
import { cancelImportRoute } from '../imports/cancel-import'
import { listImportsRoute } from '../imports/list-imports'
import { readImportRoute } from '../imports/read-import'
import { receiveFile } from '../imports/take-in'
import { keyIn } from '../idempotency'
import { checked, paramsOf, perform } from '../perform'
import { invalidRequest, type FieldError } from '../problem'
import { problemOf } from '../problem-of'
import { inReachOf } from '../reach'
import type { PageServices } from '../services'
import { readNames } from './names'
import type { PageRequest, PageRoute } from './page-route'

export const importsPageRoute: PageRoute = {
  method: 'get',
  path: '/imports',
  actions: ['imports.write'],
  here: 'imports',
  answer: async (request, services) => ({ content: importsPage(await viewOf(request, services)) }),
}

export const takeInPageRoute: PageRoute = {
  method: 'post',
  path: '/imports',
  actions: ['imports.write'],
  here: 'imports',
  takesFile: true,
  async answer(request, services) {
    const { person, typed, file } = request
    try {
      const { of, system } = readTyped(typed)
      if (file === undefined) throw invalidRequest([NO_FILE])
      const caller = await inReachOf(person, 'imports.write', services.db)
      const key = keyIn(typed['_key'])
      const upload = { bytes: file, ...(key !== undefined && { key }) }
      const { text } = await receiveFile({ of, system, caller }, upload, services)
      return { to: `/imports/${(JSON.parse(text) as ImportAnswer).id}` }
    } catch (error) {
      const problem = problemOf(error, person)
      if (problem === undefined || problem.status >= 500) throw error
      const { errors = [], remedy } = problem.members as {
        readonly errors?: readonly FieldError[]
        readonly remedy?: string
      }
      const view = await viewOf(request, services)
      const said =
        errors.length > 0
          ? errors.map((one) => ({
              message: `${nameOf(one.field)} ${one.message}`,
              remedy: one.remedy,
              at: at(one.field),
            }))
          : [{ message: problem.detail, ...(remedy !== undefined && { remedy }), at: 'file' }]
      return { status: problem.status, content: importsPage({ ...view, errors: said }) }
    }
  },
}

export const importPageRoute: PageRoute = {
  method: 'get',
  path: '/imports/:id',
  actions: ['imports.read'],
  here: 'imports',
  async answer({ person, params, csrf }, services) {
    const { body } = await readImportRoute.read(
      { caller: person, params: paramsOf(readImportRoute, params), query: {}, body: undefined },
      services,
    )
    return {
      content: importPage({
        report: body as ImportAnswer,
        nameOf: await readNames(services.db),
        csrf,
      }),
    }
  },
}

export const cancelImportPageRoute: PageRoute = {
  method: 'post',
  path: '/imports/:id/cancel',
  actions: ['imports.write'],
  here: 'imports',
  async answer({ person, params }, services) {
    const asked = paramsOf(cancelImportRoute, params)
    await perform(cancelImportRoute, { caller: person, params: asked, body: {} }, services)
    return { to: `/imports/${String(asked['id'])}` }
  },
}

const NO_FILE: FieldError = { field: 'file', message: 'is missing', remedy: 'Choose a file' }

function readTyped({ of, system = '' }: PageRequest['typed']) {
  const what = IMPORTS_OF.find((one) => one === of) ?? 'journeys'
  const name = systemName.safeParse(system.trim() === '' ? UNNAMED_SYSTEM : system)
  if (name.success) return { of: what, system: name.data }
  throw invalidRequest([
    {
      field: 'system',
      message: 'must be a short name such as mosaic or lcs',
      remedy: 'Write it with small letters and hyphens',
    },
  ])
}

function at(field: string): string {
  return field === 'system' ? 'system' : 'file'
}

function nameOf(field: string): string {
  if (field === 'file') return 'The file'
  return field === 'system' ? 'The name of the system' : `The column ${field}`
}

async function viewOf({ person, typed, csrf }: PageRequest, services: PageServices): Promise<ImportsView> {
  const query = checked(listImportsRoute.query, {}, [])
  const { body } = await listImportsRoute.read(
    { caller: person, params: {}, query, body: undefined },
    services,
  )
  return {
    imports: (body as { items: ImportsView['imports'] }).items,
    nameOf: await readNames(services.db),
    typed,
    csrf,
    key: randomUUID(),
    errors: [],
  }
}
