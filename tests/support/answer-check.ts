import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

interface Operation {
  parameters: { name: string; in: 'path' | 'query'; required: boolean; schema: unknown }[]
  security?: unknown[]
  responses: Record<string, { content?: Record<string, unknown> }>
}
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>
}

/** Fails where an answer is not what the OpenAPI document says of its route and status. */
export type AnswerCheck = (method: string, url: string, response: Response) => Promise<void>

/**
 * What a server sends is held stricter than what clients must expect: a field that the document does not
 * name is a fault here, and none for a client of a later version.
 */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed(value)]),
  )
  const isOpen = copy['type'] === 'object' && 'properties' in copy
  return isOpen && !('additionalProperties' in copy)
    ? { ...copy, additionalProperties: false }
    : copy
}

const pointer = (...names: string[]): string =>
  names
    .map((name) => `/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`)
    .join('')

export function createAnswerCheck(document: ApiDocument): AnswerCheck {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema(closed(document) as object, 'api')
  // Names before variables: `/reports/estimate` is no report.
  const paths = Object.keys(document.paths).toSorted(
    (a, b) => (a.includes('{') ? 1 : 0) - (b.includes('{') ? 1 : 0),
  )
  const patterns = paths.map((path) => ({
    path,
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }))

  return async (method, url, response) => {
    const { pathname, searchParams } = new URL(url)
    const verb = method === 'HEAD' ? 'get' : method.toLowerCase()
    const path = patterns.find(({ pattern }) => pattern.test(pathname))?.path
    const operation = path === undefined ? undefined : document.paths[path]?.[verb]
    const where = `${method} ${pathname} -> ${response.status}`
    if (path === undefined || operation === undefined) {
      if (response.ok) throw new Error(`${where}: this route is not in the document`)
      return
    }
    const status = String(response.status)
    const key = status in operation.responses ? status : 'default'
    if (key === 'default' && response.status < 400) {
      throw new Error(`${where}: the document does not name this status`)
    }
    if (response.ok) {
      const names = operation.parameters.flatMap((it) => (it.in === 'query' ? [it.name] : []))
      const strange = [...searchParams.keys()].find((name) => !names.includes(name))
      if (strange !== undefined) throw new Error(`${where}: the document has no query ${strange}`)
    }
    const content = operation.responses[key]?.content
    if (content === undefined || method === 'HEAD') return
    const [type = ''] = (response.headers.get('content-type') ?? '').split(';')
    if (!(type in content)) {
      throw new Error(`${where}: ${type} is not ${Object.keys(content).join(' or ')}`)
    }
    if (!type.endsWith('json')) return
    const schema = pointer('paths', path, verb, 'responses', key, 'content', type, 'schema')
    const validate = ajv.getSchema(`api#${schema}`) as ValidateFunction | undefined
    if (validate === undefined) throw new Error(`${where}: no schema at ${schema}`)
    if (validate(await response.clone().json())) return
    throw new Error(`${where}: ${ajv.errorsText(validate.errors, { dataVar: 'answer' })}`)
  }
}
