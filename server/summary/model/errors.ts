import { summaryLimits } from '../limits.ts'
import type { LocalFailure } from './server.ts'
import type { TokenCounts } from './transport.ts'

/** What went wrong with a call, as far as it decides what to do next. */
export type ModelErrorKind =
  | 'aborted'
  | 'auth'
  | 'bad-request'
  | 'budget'
  | 'call-timeout'
  | 'context'
  | 'empty'
  | 'headers-timeout'
  | 'idle-timeout'
  | 'length'
  | 'network'
  | 'not-found'
  | 'not-loaded'
  | 'paused'
  | 'protocol'
  | 'quota'
  | 'rate'
  | 'refused'
  | 'server'
  | 'truncated'

const retryable: ReadonlySet<ModelErrorKind> = new Set([
  'headers-timeout',
  'idle-timeout',
  'network',
  'protocol',
  'rate',
  'server',
  'truncated',
])

export interface ModelErrorDetails {
  status?: number | undefined
  /** The least wait that the server asks for, in milliseconds. */
  retryAfterMs?: number | undefined
  /** On `context`: what the server says the prompt had and the context holds, in tokens. */
  promptTokens?: number | undefined
  contextTokens?: number | undefined
  /** On `not-loaded`: why a model on this computer does not run. */
  local?: LocalFailure | undefined
  /** On `empty`: the model has thought, and written nothing. */
  onlyThought?: boolean | undefined
  /** What the server had done when an answer that it had begun failed; such a try is billed. */
  begun?: (TokenCounts & { text: string }) | undefined
}

export class ModelError extends Error {
  readonly kind: ModelErrorKind
  readonly details: ModelErrorDetails

  constructor(kind: ModelErrorKind, message: string, details: ModelErrorDetails = {}) {
    super(message)
    this.name = 'ModelError'
    this.kind = kind
    this.details = details
  }

  /** The same error, with what the server had done until then. */
  withBegun(begun: ModelErrorDetails['begun']): ModelError {
    if (begun === undefined) return this
    return new ModelError(this.kind, this.message, { ...this.details, begun })
  }

  /** The same call may well succeed a moment later. */
  get retryable(): boolean {
    return retryable.has(this.kind)
  }
}

const quotaCodes =
  /insufficient_quota|credit_balance_exhausted|spend_limit|usage_limit_exceeded|billing_hard_limit|credit balance is too low/i
/** "Too large", in the words of those who say it: most name no code, and some call it a rate. */
const contextWords = new RegExp(
  [
    'context_length_exceeded|exceed_context_size|string_above_max_length|request_too_large',
    'maximum (?:context|prompt|input|model) length|max length',
    'context (?:length|window|size|limit)',
    '(?:prompt|input|request|message)s? (?:is|are)?\\s*too (?:long|large)',
    'too many (?:input |prompt )?tokens|tokens? length too long|too large for model',
    'reduce (?:the length of |your )?(?:the |your )?(?:messages?|prompt|input)',
    '(?:input or output|input|prompt) tokens must be reduced',
    'input token count[^.]{0,40}exceed|exceed(?:s|ed)? (?:the |model )*(?:maximum )?(?:token limit|number of tokens|max(?:imum)? (?:length|tokens|size))',
    'tokens?`? (?:\\+ `?max_new_tokens`? )?must (?:be <=|have less than)|must have less than \\d+ tokens',
    'longer than the (?:maximum )?(?:model|context)|greater than the context',
    'cannot exceed \\d+ tokens|range of input length',
  ].join('|'),
  'i',
)

/** llama.cpp has said it with 500. */
const serverContext =
  /exceed_context_size|context_length_exceeded|exceeds the available context size/i

/**
 * The error behind an answer that is not 2xx. The code in the body decides before the status does,
 * because a used-up quota comes as 429 (OpenAI) or 400 (Anthropic), and must never be tried again.
 */
export function errorOfResponse(
  status: number,
  headers: { get(name: string): string | null },
  body: string,
  now: number,
): ModelError {
  const said = messageIn(body)
  const message = `${status}: ${said === '' ? 'no reason given' : said}`
  const details: ModelErrorDetails = { status, ...contextIn(body) }
  if (quotaCodes.test(body)) return new ModelError('quota', message, details)
  // A proxy says 413 in words of its own.
  if (status === 413 || (status < 500 && contextWords.test(body)) || serverContext.test(body)) {
    return new ModelError('context', message, details)
  }
  if (status === 401 || status === 403) return new ModelError('auth', message, details)
  if (status === 404) return new ModelError('not-found', message, details)
  if (status === 402) return new ModelError('quota', message, details)
  const retryAfterMs = retryAfterOf(headers, now) ?? waitToldIn(body)
  if (status === 429) return new ModelError('rate', message, { ...details, retryAfterMs })
  if (status === 408 || status === 409 || status >= 500) {
    return new ModelError('server', message, { ...details, retryAfterMs })
  }
  return new ModelError('bad-request', message, details)
}

/** `Retry-After-Ms`, or `Retry-After` in seconds or as a date. */
function retryAfterOf(
  headers: { get(name: string): string | null },
  now: number,
): number | undefined {
  const milliseconds = Number(headers.get('retry-after-ms') ?? Number.NaN)
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds)
  const text = headers.get('retry-after')
  if (text === null) return undefined
  const seconds = Number(text)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000)
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/**
 * The wait in the words of a refusal: "try again in 6.5s", "retry after 20 seconds", "in 1m2.5s", and
 * Google's `"retryDelay": "34s"`.
 *
 * @returns milliseconds, a little more than was told; undefined: nothing was told
 */
export function waitToldIn(body: string): number | undefined {
  const told =
    /(?:(?:try|retry)(?:ing)?(?: again)?(?: your request)? (?:in|after)|please wait|"?retry[_-]?(?:delay|after)"?\s*[:=])\s*(?:for\s+|about\s+)?"?((?:\d{1,9}(?:\.\d{1,9})?\s*(?:milliseconds?|msecs?|ms|minutes?|mins?|m|hours?|hrs?|h|seconds?|secs?|s)?\s*(?:,|and)?\s*)+)/i.exec(
      body,
    )?.[1]
  if (told === undefined) return undefined
  let sum = 0
  for (const [, amount, word = ''] of told.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)/gi)) {
    const unit = /^(?:ms|mil)/i.test(word) ? 'ms' : (word[0]?.toLowerCase() ?? 's')
    sum += Number(amount) * (unitMs[unit] ?? 0)
  }
  return Math.ceil(sum) + summaryLimits.toldWaitGraceMs
}

/** The words of an error body: `error.message`, `error` or `message`; else the text itself. */
export function messageIn(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body)
    const found = messageOf(parsed)
    if (found !== null) return oneLine(found)
  } catch {
    // Not JSON: a proxy's page, or nothing.
  }
  return oneLine(body.replace(/<[^>]*>/g, ' '))
}

function messageOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return messageOf(value[0])
  if (typeof value !== 'object' || value === null) return null
  const { error, message } = value as { error?: unknown; message?: unknown }
  return error === undefined ? (typeof message === 'string' ? message : null) : messageOf(error)
}

/** Cut only by whoever has taken the secrets out of it. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ').trim()

/** llama.cpp tells both numbers; they size the next try. */
function contextIn(body: string): Pick<ModelErrorDetails, 'promptTokens' | 'contextTokens'> {
  const number = (name: string): number | undefined => {
    const found = new RegExp(`"${name}"\\s*:\\s*(\\d{1,9})`).exec(body)?.[1]
    return found === undefined ? undefined : Number(found)
  }
  return { promptTokens: number('n_prompt_tokens'), contextTokens: number('n_ctx') }
}
