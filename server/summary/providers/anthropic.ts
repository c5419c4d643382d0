import { z } from 'zod'
import { summaryLimits } from '../limits.ts'
import { askJson } from '../model/http.ts'
import { parseEvent, readCompletion, type Dialect, type Step } from '../model/decoding.ts'
import { ModelError } from '../model/errors.ts'
import { identityOf, type ModelServer, type ModelTransport } from '../model/transport.ts'
import { factsOf, listOf, ModelName, Size, type ServerFacts } from './facts.ts'
import type { ModelProvider } from './provider.ts'

const Tokens = z.int().nonnegative().nullish().catch(null)
const Usage = z
  .object({
    input_tokens: Tokens,
    output_tokens: Tokens,
    cache_read_input_tokens: Tokens,
    cache_creation_input_tokens: Tokens,
  })
  .catch({})
const Event = z.object({
  type: z.string().nullish(),
  message: z.object({ usage: Usage.nullish() }).nullish(),
  delta: z
    .object({
      type: z.string().nullish(),
      text: z.string().nullish(),
      stop_reason: z.string().nullish(),
    })
    .nullish(),
  usage: Usage.nullish(),
  content: z.array(z.object({ type: z.string(), text: z.string().nullish() })).nullish(),
  stop_reason: z.string().nullish(),
})

/** `/v1/messages`. Thinking is another kind of delta, and is passed over. */
const dialect: Dialect = {
  framing: 'sse',
  step(data) {
    const event = eventOf(data)
    return {
      text: event.delta?.type === 'text_delta' ? (event.delta.text ?? undefined) : undefined,
      finish: finishOf(event.delta?.stop_reason),
      tokens: tokensOf(event.usage ?? event.message?.usage),
      last: event.type === 'message_stop',
    }
  },
  whole(data) {
    const event = eventOf(data)
    const texts = (event.content ?? []).filter(({ type }) => type === 'text')
    return {
      text: texts.map(({ text }) => text ?? '').join(''),
      finish: finishOf(event.stop_reason),
      tokens: tokensOf(event.usage),
    }
  },
}

/** Here `input_tokens` leaves out what the server had at hand, unlike everywhere else. */
function tokensOf(usage: z.infer<typeof Usage> | null | undefined): Step['tokens'] {
  const cachedTokens = usage?.cache_read_input_tokens ?? 0
  const sent = (usage?.input_tokens ?? 0) + cachedTokens + (usage?.cache_creation_input_tokens ?? 0)
  return {
    completionTokens: usage?.output_tokens,
    // A later event may count the output alone, with zeros for the rest.
    ...(sent === 0 ? {} : { promptTokens: sent, cachedTokens }),
  }
}

function eventOf(data: string): z.infer<typeof Event> {
  const parsed = Event.safeParse(parseEvent(data))
  if (!parsed.success) throw new ModelError('protocol', 'The server sent an unknown event')
  return parsed.data
}

function finishOf(reason: string | null | undefined): Step['finish'] {
  if (reason === null || reason === undefined) return undefined
  if (reason === 'max_tokens' || reason === 'model_context_window_exceeded') return 'length'
  return reason === 'refusal' ? 'refused' : 'stop'
}

function transport(server: ModelServer): ModelTransport {
  return {
    ...identityOf('anthropic', server),
    chat: (request, onText, signal) =>
      readCompletion(
        {
          server,
          path: '/v1/messages',
          headers: {
            'anthropic-version': '2023-06-01',
            ...(server.apiKey ? { 'x-api-key': server.apiKey } : {}),
          },
          body: {
            model: server.model,
            system: request.system,
            messages: [{ role: 'user', content: request.user }],
            max_tokens: request.maxTokens,
            stream: true,
            ...(request.format === 'schema'
              ? { output_config: { format: { type: 'json_schema', schema: request.schema } } }
              : {}),
          },
        },
        dialect,
        onText,
        signal,
      ),
  }
}

const AnthropicModels = z.object({
  data: listOf(z.object({ id: ModelName, max_input_tokens: Size })),
})

async function facts(server: ModelServer, signal: AbortSignal): Promise<ServerFacts> {
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

export const anthropic: ModelProvider = {
  name: 'anthropic',
  transport,
  facts,
  knownContextTokens: () => summaryLimits.anthropicContextTokens,
}
