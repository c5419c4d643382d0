import { z } from 'zod'
import { modelLimits } from '../../contract/limits.ts'
import { ModelError } from '../model/errors.ts'
import { parseEvent, readCompletion, type Dialect, type Step } from '../model/decoding.ts'
import { identityOf, type ModelServer, type ModelTransport } from '../model/transport.ts'

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
export const ollamaDialect: Dialect = { framing: 'lines', step: stepOf, whole: stepOf }

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
export function createOllamaTransport(server: ModelServer): ModelTransport {
  return {
    ...identityOf('ollama', server),
    chat: (request, onText, signal) =>
      readCompletion(
        {
          server,
          path: '/api/chat',
          headers: server.apiKey ? { authorization: `Bearer ${server.apiKey}` } : {},
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
        ollamaDialect,
        onText,
        signal,
      ),
  }
}
