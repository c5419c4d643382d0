import { createHash } from 'node:crypto'
import type { Redactor } from '../../redaction.ts'
import { redactorsOf } from './secrets.ts'
import { withoutUserinfo, type ModelServer } from './server.ts'

export type { Clocks, ModelServer } from './server.ts'

/** What a model is asked: instructions that we wrote, and data that strangers wrote. */
export interface ChatRequest {
  system: string
  user: string
  maxTokens: number
  /** JSON schema of the answer. */
  schema: Readonly<Record<string, unknown>>
  /** Tokens of the context, for servers that want to be told. */
  contextTokens?: number | undefined
  /** How much of the schema the server is told; engines step down when one refuses. */
  format: 'schema' | 'json' | 'text'
  /** Whether a model that thinks before it writes may do so. */
  thinks: boolean
  /** Whether the server is asked to count tokens in its stream, and how it calls the length of an answer. */
  countsTokens: boolean
  lengthName: 'max_tokens' | 'max_completion_tokens'
}

/** Tokens as the server counted them; null where it did not say. */
export interface TokenCounts {
  /** All that was sent, what the server had at hand included. */
  promptTokens: number | null
  /** All that was written, reasoning included. */
  completionTokens: number | null
  reasoningTokens: number | null
  cachedTokens: number | null
}

export const noCounts: Readonly<TokenCounts> = {
  promptTokens: null,
  completionTokens: null,
  reasoningTokens: null,
  cachedTokens: null,
}

export interface Completion extends TokenCounts {
  text: string
  finish: 'stop' | 'length' | 'refused'
  /** Milliseconds in which the server wants no further call, by the limits in its headers; mostly 0. */
  restMs: number
}

/** One kind of server. One call is one try: the engine repeats, waits and gives up. */
export interface ModelTransport {
  /** Stable, for settings and logs: `openai`, `ollama`, `anthropic`. */
  name: string
  model: string
  /** Where the chat goes, for people: the host. */
  host: string
  /** Where it goes in full. */
  address: string
  /** Tells servers and keys apart, because another key is another quota; a hash. */
  account: string
  /** Takes the key and its like out of what the model has written. */
  redact: Redactor
  /** Rejects with a `ModelError`; text comes without the key already. */
  chat(
    request: ChatRequest,
    onText: (delta: string) => void,
    signal: AbortSignal,
  ): Promise<Completion>
}

/** What transports of one kind have in common. */
export const identityOf = (name: string, server: ModelServer): Omit<ModelTransport, 'chat'> => {
  const { baseUrl, model, apiKey = '' } = server
  return {
    name,
    model,
    host: new URL(baseUrl).host,
    address: withoutUserinfo(baseUrl),
    redact: redactorsOf(server).answers,
    account: createHash('sha256')
      .update(JSON.stringify([name, baseUrl, apiKey]))
      .digest('hex'),
  }
}
