import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020'
import addFormats from 'ajv-formats'
import { openApiDocument } from '../../api/openapi'
import { ROUTES } from '../../api/routes'

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, object>> }>>
}

const document = openApiDocument(ROUTES, 'http://pace.example') as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats(ajv)
ajv.addSchema(document, 'openapi')

const validators = new Map<string, ValidateFunction>()

/** An answer as it came over HTTP. */
export interface Received {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly contentType: string
  readonly body: unknown
}

/**
 * Holds an answer against the OpenAPI document. Throws when its path, status, type of content or body is not the one
 * declared there. Answers to paths and methods that are not there, and to nobody signed in, are problems of their own.
 */
export function expectDeclared({ method, path, status, contentType, body }: Received): void {
  const template = templateOf(path)
  const operation = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()]
  if (template === undefined || operation === undefined) {
    if (![401, 404, 405].includes(status))
      throw new Error(`${method} ${path} is not declared, and answered ${status}`)
    return
  }
  const type = contentType.split(';')[0] ?? ''
  if (operation.responses[status]?.content?.[type] === undefined) {
    throw new Error(`${method} ${template} answered ${status} as ${type}, which is not declared`)
  }
  const pointer = [
    'paths',
    template,
    method.toLowerCase(),
    'responses',
    String(status),
    'content',
    type,
    'schema',
  ]
  const validate = validatorAt(pointer)
  if (validate(body)) return
  const faults = ajv.errorsText(validate.errors, { separator: '\n' })
  throw new Error(`${method} ${template} answered ${status} with what is not declared:\n${faults}`)
}

function validatorAt(pointer: readonly string[]): ValidateFunction {
  const reference = `openapi#/${pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`
  const validate = validators.get(reference) ?? ajv.compile({ $ref: reference })
  validators.set(reference, validate)
  return validate
}

function templateOf(path: string): string | undefined {
  const parts = path.split('/')
  return Object.keys(document.paths).find((template) => {
    const wanted = template.split('/')
    return wanted.length === parts.length && wanted.every((part, at) => isPlaceOf(part, parts[at] ?? ''))
  })
}

// Behind a parameter there can be the end of a file's name: what ends so is of no template without it.
function isPlaceOf(wanted: string, part: string): boolean {
  if (!wanted.startsWith('{')) return wanted === part
  const end = wanted.slice(wanted.indexOf('}') + 1)
  return end === '' ? !part.endsWith('.svg') : part.endsWith(end)
}
