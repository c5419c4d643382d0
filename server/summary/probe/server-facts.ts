import { z } from 'zod'
import { modelLimits } from '../../contract/limits.ts'
import { ModelError } from '../model/errors.ts'
import { askJson } from '../model/http.ts'
import type { ModelServer } from '../model/transport.ts'

/** What a server tells of itself, as far as it does. */
export interface ServerFacts {
  /** Names of the models it offers. */
  models?: string[]
  /** Tokens that the chosen model reads at once here, prompt and answer together. */
  contextTokens?: number
}

export type ModelEngineName = 'openai' | 'ollama' | 'anthropic'

/**
 * Asks a server for its models and the size of its context. Each kind of server says it elsewhere, and
 * some do not say it at all; what cannot be had is left out.
 *
 * @throws ModelError if the server cannot be reached, or refuses the key
 */
export function askServerFacts(
  engine: ModelEngineName,
  server: ModelServer,
  signal: AbortSignal,
): Promise<ServerFacts> {
  switch (engine) {
    case 'openai':
      return openaiFacts(server, signal)
    case 'ollama':
      return ollamaFacts(server, signal)
    case 'anthropic':
      return anthropicFacts(server, signal)
  }
}

const Size = z.int().positive().optional().catch(undefined)
const list = <Schema extends z.ZodType>(entry: Schema) =>
  z.array(z.unknown()).transform((values) =>
    values.slice(0, modelLimits.maxListedModels).flatMap((value) => {
      const parsed = entry.safeParse(value)
      return parsed.success ? [parsed.data] : []
    }),
  )
const Name = z.string().min(1).max(256)

const OpenaiModels = z.object({
  data: list(
    z.object({
      id: Name,
      // llama.cpp, per slot
      meta: z.object({ n_ctx: Size }).optional().catch(undefined),
      // vLLM
      max_model_len: Size,
      // OpenRouter
      context_length: Size,
    }),
  ),
})
const LlamaProps = z.object({ default_generation_settings: z.object({ n_ctx: Size }) })
const LmStudioModels = z.object({
  data: list(z.object({ id: Name, loaded_context_length: Size, max_context_length: Size })),
})

const bearer = ({ apiKey }: ModelServer): Record<string, string> =>
  apiKey ? { authorization: `Bearer ${apiKey}` } : {}

async function openaiFacts(server: ModelServer, signal: AbortSignal): Promise<ServerFacts> {
  const headers = bearer(server)
  const answer = OpenaiModels.safeParse(
    await askJson({ server, path: '/models', headers }, signal),
  ).data
  const models = answer?.data ?? []
  const own = models.find(({ id }) => id === server.model)
  const told = own?.meta?.n_ctx ?? own?.max_model_len ?? own?.context_length
  // Next to `/v1`, not below it.
  const root = { ...server, baseUrl: server.baseUrl.replace(/\/v\d+\/*$/, '') }
  const contextTokens =
    told ??
    (await lmStudioContext(root, headers, signal)) ??
    (await llamaContext(root, headers, signal))
  return factsOf(
    models.map(({ id }) => id),
    contextTokens,
  )
}

async function lmStudioContext(
  server: ModelServer,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<number | undefined> {
  const answer = await orNothing(askJson({ server, path: '/api/v0/models', headers }, signal))
  const own = LmStudioModels.safeParse(answer).data?.data.find(({ id }) => id === server.model)
  return own?.loaded_context_length ?? own?.max_context_length
}

async function llamaContext(
  server: ModelServer,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<number | undefined> {
  const answer = await orNothing(askJson({ server, path: '/props', headers }, signal))
  return LlamaProps.safeParse(answer).data?.default_generation_settings.n_ctx
}

const OllamaTags = z.object({ models: list(z.object({ name: Name })) })
const OllamaShow = z.object({
  parameters: z.string().optional().catch(undefined),
  model_info: z.record(z.string(), z.unknown()).optional().catch(undefined),
})

async function ollamaFacts(server: ModelServer, signal: AbortSignal): Promise<ServerFacts> {
  const headers = bearer(server)
  const tags = await askJson({ server, path: '/api/tags', headers }, signal)
  const models = OllamaTags.safeParse(tags).data?.models ?? []
  const body = { model: server.model }
  const shown = await orNothing(askJson({ server, path: '/api/show', headers, body }, signal))
  return factsOf(
    models.map(({ name }) => name),
    ollamaContext(shown),
  )
}

/**
 * The size to ask Ollama for. Its models can often read far more than the memory of the computer
 * holds, and a `num_ctx` is reserved at once; so without a word of the owner the usual size is asked
 * for, or less where the model cannot read as much.
 */
function ollamaContext(shown: unknown): number | undefined {
  const { parameters, model_info: info } = OllamaShow.safeParse(shown).data ?? {}
  const chosen = Size.parse(Number(/^\s*num_ctx\s+(\d{1,8})\s*$/m.exec(parameters ?? '')?.[1]))
  if (chosen !== undefined) return chosen
  const [, most] = Object.entries(info ?? {}).find(([key]) => key.endsWith('.context_length')) ?? []
  const size = Size.parse(most)
  return size === undefined ? undefined : Math.min(size, modelLimits.contextTokens)
}

const AnthropicModels = z.object({ data: list(z.object({ id: Name, max_input_tokens: Size })) })

async function anthropicFacts(server: ModelServer, signal: AbortSignal): Promise<ServerFacts> {
  const headers = {
    'anthropic-version': '2023-06-01',
    ...(server.apiKey ? { 'x-api-key': server.apiKey } : {}),
  }
  const answer = await askJson({ server, path: '/v1/models?limit=1000', headers }, signal)
  const models = AnthropicModels.safeParse(answer).data?.data ?? []
  const own = models.find(({ id }) => id === server.model)
  return factsOf(
    models.map(({ id }) => id),
    own?.max_input_tokens,
  )
}

const factsOf = (models: string[], contextTokens: number | undefined): ServerFacts => ({
  ...(models.length === 0 ? {} : { models }),
  ...(contextTokens === undefined ? {} : { contextTokens }),
})

/** A question that only some servers know must not fail the others. */
async function orNothing(question: Promise<unknown>): Promise<unknown> {
  try {
    return await question
  } catch (error) {
    if (error instanceof ModelError && error.kind !== 'aborted') return undefined
    throw error
  }
}
