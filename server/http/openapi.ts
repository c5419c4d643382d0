import { z } from 'zod'
import { Problem } from '../contract/errors.ts'
import type { Route } from './route.ts'

type Json = Record<string, unknown>

/**
 * Turns zod schemas into JSON Schema 2020-12, the dialect of OpenAPI 3.1, with named ones shared.
 *
 * @param io `input` for what we take, where defaults fill in; `output` for what we alone write
 */
export function schemaWriter(io: 'input' | 'output' = 'input') {
  const components: Json = {}
  const toSchema = (schema: z.ZodType): Json => {
    const {
      $schema: _dialect,
      $defs,
      ...rest
    } = z.toJSONSchema(schema, {
      io,
      unrepresentable: 'any',
      reused: 'inline',
    }) as Json & { $defs?: Json }
    const text = JSON.stringify(rest).replaceAll('#/$defs/', '#/components/schemas/')
    for (const [name, definition] of Object.entries($defs ?? {})) {
      const { id: _id, $schema: _inner, ...body } = definition as Json
      components[name] = JSON.parse(
        JSON.stringify(body).replaceAll('#/$defs/', '#/components/schemas/'),
      ) as Json
    }
    const { id, ...body } = JSON.parse(text) as Json & { id?: string }
    if (typeof id !== 'string') return body
    components[id] = body
    return { $ref: `#/components/schemas/${id}` }
  }
  return { components, toSchema }
}

const content = (
  toSchema: (schema: z.ZodType) => Json,
  type: string,
  schema?: z.ZodType,
): Json => ({
  content: { [type]: { schema: schema === undefined ? { type: 'string' } : toSchema(schema) } },
})

/** The OpenAPI 3.1 document, made from the routes that also validate and answer. */
export function openApiDocument(
  version: string,
  routes: readonly Route[],
): Json & { openapi: string } {
  const { components, toSchema } = schemaWriter()
  const problem = content(toSchema, 'application/problem+json', Problem)
  const paths: Record<string, Json> = {}
  for (const operation of routes) {
    const names = [...operation.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
    const path = `/api${operation.path.replaceAll(/:(\w+)/g, '{$1}')}`
    const query = operation.query === undefined ? {} : toSchema(operation.query)
    const required = (query['required'] as string[] | undefined) ?? []
    const parameters = [
      ...names.map((name) => {
        const own = operation.params[name]
        const schema = own === undefined ? { type: 'string' } : toSchema(own)
        return { name, in: 'path', required: true, schema }
      }),
      ...Object.entries((query['properties'] as Json | undefined) ?? {}).map(([name, schema]) => ({
        name,
        in: 'query',
        required: required.includes(name),
        schema,
      })),
    ]
    const responses: Json = { default: { description: 'A problem', ...problem } }
    for (const [status, answer] of Object.entries(operation.answers)) {
      responses[status] = {
        description: answer.description,
        ...(answer.contentType === undefined
          ? {}
          : content(toSchema, answer.contentType, answer.schema)),
      }
    }
    paths[path] = {
      ...paths[path],
      [operation.method]: {
        summary: operation.summary,
        parameters,
        ...(operation.body === undefined
          ? {}
          : { requestBody: content(toSchema, operation.body.contentType, operation.body.schema) }),
        responses,
        ...(operation.open ? { security: [] } : { 'x-role': operation.needs }),
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rapporteur',
      version,
      description:
        'Chat rooms become Excel reports; every status is pushed. Nothing needs polling.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'rapporteur_session' },
      },
    },
  }
}
