import { z } from 'zod'
import { modelLimits } from '../../contract/limits.ts'
import { ModelError } from '../model/errors.ts'
import { askJson } from '../model/http.ts'
import { parseEvent, readCompletion, type Dialect, type Step } from '../model/decoding.ts'
import { identityOf, type ModelServer, type ModelTransport } from '../model/transport.ts'
import { bearer, factsOf, listOf, ModelName, orNothing, Size, type ServerFacts } from './facts.ts'
import type { ModelProvider } from './provider.ts'

const Line = z.object({
  message: z
    .object({ content: z.string().nullish(), thinking: z.string().nullish().catch(null) })
    .nullish(),
  done: z.boolean().nullish(),
  done_reason: z.string().nullish(),
  prompt_eval_count: z.int().nonnegative().nullish().catch(null),
  eval_count: z.int().nonnegative().nullish().catch(null),
})

/** `/api/chat`: one JSON object a line. */
const dialect: Dialect = { framing: 'lines', step: stepOf, whole: stepOf }

function stepOf(data: string): Step {
  const parsed = Line.safeParse(parseEvent(data))
  if (!parsed.success) throw new ModelError('protocol', 'The server sent an unknown line')
  const line = parsed.data
  const finish = line.done_reason === 'length' ? 'length' : 'stop'
  return {
    text: line.message?.content ?? undefined,
    thought: Boolean(line.message?.thinking),
    finish: line.done === true ? finish : undefined,
    tokens: { promptTokens: line.prompt_eval_count, completionTokens: line.eval_count },
    last: line.done === true,
  }
}

/**
 * Ollama by its own interface, not the OpenAI one: only here `num_ctx` is heard. Without it Ollama
 * cuts a long prompt silently and answers 200.
 */
function transport(server: ModelServer): ModelTransport {
  return {
    ...identityOf('ollama', server),
    chat: (request, onText, signal) =>
      readCompletion(
        {
          server,
          path: '/api/chat',
          headers: bearer(server),
          body: {
            model: server.model,
            messages: [
              { role: 'system', content: request.system },
              { role: 'user', content: request.user },
            ],
            stream: true,
            // Said only where the model has thought without an end: others refuse the word.
            ...(request.thinks ? {} : { think: false }),
            options: {
              num_ctx: request.contextTokens ?? modelLimits.contextTokens,
              num_predict: request.maxTokens,
            },
            ...(request.format === 'schema' ? { format: request.schema } : {}),
            ...(request.format === 'json' ? { format: 'json' } : {}),
          },
        },
        dialect,
        onText,
        signal,
      ),
  }
}

const OllamaTags = z.object({ models: listOf(z.object({ name: ModelName })) })
const OllamaShow = z.object({
  parameters: z.string().optional().catch(undefined),
  model_info: z.record(z.string(), z.unknown()).optional().catch(undefined),
})

async function facts(server: ModelServer, signal: AbortSignal): Promise<ServerFacts> {
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

export const ollama: ModelProvider = {
  name: 'ollama',
  transport,
  facts,
  knownContextTokens: () => null,
}
