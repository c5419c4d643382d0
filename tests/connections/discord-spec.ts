import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

const specFile = fileURLToPath(
  new URL('../../../shared/specs/discord-openapi.json', import.meta.url),
)
/** The vendor's description lies beside the repository, not in it. */
export const hasDiscordSpec = (): boolean => existsSync(specFile)

interface Parameter {
  name: string
  in: string
  schema: object
  required?: boolean
}
interface Operation {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { content?: Record<string, { schema: object }>; $ref?: string }>
}
interface Spec {
  paths: Record<string, { get?: Operation; post?: Operation; parameters?: Parameter[] }>
  components: {
    schemas: object
    responses: Record<string, { content: Record<string, { schema: object }> }>
  }
}

/** Read once for all doubles of a process. */
let read: ReturnType<typeof readSpec> | null = null
const compiled = new Map<string, ValidateFunction>()

function readSpec() {
  const spec = JSON.parse(readFileSync(specFile, 'utf8')) as Spec
  const ajv = new Ajv2020({ strict: false, validateFormats: false, coerceTypes: false })
  ajv.addSchema({ $id: 'discord', components: spec.components })
  return { spec, ajv }
}

/** Discord's own description of its API: what requests and answers must look like. */
export class DiscordSpec {
  readonly wrong: string[] = []
  readonly #spec: Spec
  readonly #ajv: Ajv2020

  constructor() {
    const { spec, ajv } = (read ??= readSpec())
    this.#spec = spec
    this.#ajv = ajv
  }

  #validator(key: string, schema: object): ValidateFunction {
    const known = compiled.get(key)
    if (known !== undefined) return known
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"discord#/components/')
    const made = this.#ajv.compile(JSON.parse(text) as object)
    compiled.set(key, made)
    return made
  }

  /** The path of the description that a request is for, with what its holes were filled with; checks its query. */
  request(url: URL): { path: string; ids: string[] } | null {
    const asked = url.pathname.replace(/^\/api\/v10/, '')
    for (const [path, { get, parameters = [] }] of Object.entries(this.#spec.paths)) {
      const hole = /\\\{\w+\\\}/g
      const pattern = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(hole, '(\\d+)')
      const match = new RegExp(`^${pattern}$`).exec(asked)
      if (match === null || get === undefined) continue
      const all = [...parameters, ...(get.parameters ?? [])].filter((one) => one.in === 'query')
      for (const [name, text] of url.searchParams) this.#checkParameter(path, all, name, text)
      const cursors = ['around', 'before', 'after'].filter((name) => url.searchParams.has(name))
      if (cursors.length > 1) this.wrong.push(`${path}: ${cursors.join(' and ')} at once`)
      return { path, ids: match.slice(1) }
    }
    this.wrong.push(`no such path: ${asked}`)
    return null
  }

  /** Checks what is posted as a message. */
  posted(body: unknown): void {
    const path = '/channels/{channel_id}/messages'
    const schema = this.#spec.paths[path]?.post?.requestBody?.content['application/json']?.schema
    const validate = this.#validator(`${path} posted`, schema ?? { not: {} })
    if (!validate(body)) this.wrong.push(`posted: ${this.#ajv.errorsText(validate.errors)}`)
  }

  #checkParameter(path: string, all: readonly Parameter[], name: string, text: string): void {
    const known = all.find((one) => one.name === name)
    if (known === undefined) return void this.wrong.push(`${path}: unknown parameter ${name}`)
    const isNumber = (known.schema as { type?: string }).type === 'integer'
    const validate = this.#validator(`${path}?${name}`, known.schema)
    if (!validate(isNumber ? Number(text) : text)) this.wrong.push(`${path}: ${name}=${text}`)
  }

  answer(path: string, status: number, body: unknown): void {
    const { responses } = this.#spec.paths[path]!.get!
    const found = responses[String(status)] ?? responses['4XX']
    const named = found?.$ref?.split('/').at(-1)
    const response = named === undefined ? found : this.#spec.components.responses[named]
    const schema = response?.content?.['application/json']?.schema
    if (schema === undefined) return void this.wrong.push(`${path}: no answer ${status}`)
    const validate = this.#validator(`${path} ${status}`, schema)
    if (!validate(body)) {
      this.wrong.push(`${path}: our answer: ${this.#ajv.errorsText(validate.errors)}`)
    }
  }
}
