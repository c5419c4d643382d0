import { z } from 'zod'
import { summaryLimits } from '../limits.ts'
import { ModelError } from '../model/errors.ts'
import { askJson } from '../model/http.ts'
import { parseEvent, readCompletion, type Dialect, type Step } from '../model/decoding.ts'
import {
  identityOf,
  type ChatRequest,
  type ModelServer,
  type ModelTransport,
} from '../model/transport.ts'
import { bearer, factsOf, listOf, ModelName, orNothing, Size, type ServerFacts } from './facts.ts'
import type { ModelProvider } from './provider.ts'

/** Mistral and others write a list of parts, of which some are thoughts. */
const Part = z.object({ type: z.string().nullish(), text: z.string().nullish() })
const Content = z.union([
  z.string(),
  z
    .array(z.union([z.string(), Part.catch({})]))
    .transform((parts) =>
      parts.map((part) => (typeof part === 'string' ? part : spokenIn(part))).join(''),
    ),
])
const Piece = z.object({ content: Content.nullish(), refusal: z.string().nullish() })
/** A count that is none (LM Studio has sent -1) must not cost the answer. */
const Tokens = z.int().nonnegative().nullish().catch(null)
const Chunk = z.object({
  choices: z
    .array(
      z.object({
        delta: Piece.nullish(),
        message: Piece.nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z
    .object({
      prompt_tokens: Tokens,
      completion_tokens: Tokens,
      prompt_tokens_details: z.object({ cached_tokens: Tokens }).nullish().catch(null),
      completion_tokens_details: z.object({ reasoning_tokens: Tokens }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
})

/**
 * `/chat/completions`, as OpenAI, llama.cpp, vLLM, LM Studio, OpenRouter and many others have it.
 * `reasoning_content` and its like are life, not text, so they are passed over.
 */
const dialect: Dialect = {
  framing: 'sse',
  step: (data) => (data.trim() === '[DONE]' ? { last: true } : stepOf(data)),
  whole: stepOf,
}

function spokenIn({ type, text }: z.infer<typeof Part>): string {
  return type === undefined || type === null || type === 'text' || type === 'output_text'
    ? (text ?? '')
    : ''
}

function stepOf(data: string): Step {
  const parsed = Chunk.safeParse(parseEvent(data))
  if (!parsed.success) throw new ModelError('protocol', 'The server sent an unknown event')
  const { choices, usage } = parsed.data
  const choice = choices?.[0]
  const piece = choice?.delta ?? choice?.message
  const refused = typeof piece?.refusal === 'string' && piece.refusal !== ''
  return {
    text: piece?.content ?? undefined,
    finish: refused ? 'refused' : finishOf(choice?.finish_reason),
    tokens: {
      promptTokens: usage?.prompt_tokens,
      completionTokens: usage?.completion_tokens,
      reasoningTokens: usage?.completion_tokens_details?.reasoning_tokens,
      cachedTokens: usage?.prompt_tokens_details?.cached_tokens,
    },
  }
}

function finishOf(reason: string | null | undefined): Step['finish'] {
  if (reason === null || reason === undefined || reason === '') return undefined
  if (reason === 'length') return 'length'
  return reason === 'content_filter' ? 'refused' : 'stop'
}

function transport(server: ModelServer): ModelTransport {
  return {
    ...identityOf('openai', server),
    chat: (request, onText, signal) =>
      readCompletion(
        {
          server,
          path: '/chat/completions',
          headers: bearer(server),
          body: bodyOf(server.model, request),
        },
        dialect,
        onText,
        signal,
      ),
  }
}

function bodyOf(model: string, request: ChatRequest): Record<string, unknown> {
  const json_schema = { name: 'summary', strict: true, schema: request.schema }
  const formats = {
    schema: { response_format: { type: 'json_schema', json_schema } },
    json: { response_format: { type: 'json_object' } },
    text: {},
  }
  return {
    model,
    messages: [
      { role: 'system', content: request.system },
      { role: 'user', content: request.user },
    ],
    [request.lengthName]: request.maxTokens,
    stream: true,
    ...(request.countsTokens ? { stream_options: { include_usage: true } } : {}),
    ...formats[request.format],
  }
}

const OpenaiModels = z.object({
  data: listOf(
    z.object({
      id: ModelName,
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
  data: listOf(z.object({ id: ModelName, loaded_context_length: Size, max_context_length: Size })),
})

async function facts(server: ModelServer, signal: AbortSignal): Promise<ServerFacts> {
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

/** Every server with `/chat/completions` below its address. */
export const openai: ModelProvider = {
  name: 'openai',
  transport,
  facts,
  // Only the company's own server is known without asking.
  knownContextTokens: ({ baseUrl }) =>
    new URL(baseUrl).hostname === 'api.openai.com' ? summaryLimits.openaiContextTokens : null,
  isAddressOdd: ({ baseUrl }) => !/\/v\d+\/*$/.test(baseUrl),
}
