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
const contextCodes =
  /context_length_exceeded|exceed_context_size|prompt is too long|maximum context length|context (?:length|window|size)|too many tokens/i

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
  if (contextCodes.test(body)) return new ModelError('context', message, details)
  if (status === 401 || status === 403) return new ModelError('auth', message, details)
  if (status === 404) return new ModelError('not-found', message, details)
  if (status === 402) return new ModelError('quota', message, details)
  const retryAfterMs = retryAfterOf(headers, now)
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

/** The words of an error body: `error.message`, `error` or `message`; else the text itself. */
export function messageIn(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body)
    const found = messageOf(parsed)
    if (found !== null) return short(found)
  } catch {
    // Not JSON: a proxy's page, or nothing.
  }
  return short(body.replace(/<[^>]*>/g, ' '))
}

function messageOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return null
  const { error, message } = value as { error?: unknown; message?: unknown }
  return error === undefined ? (typeof message === 'string' ? message : null) : messageOf(error)
}

const short = (text: string): string =>
  text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 300)

/** llama.cpp tells both numbers; they size the next try. */
function contextIn(body: string): Pick<ModelErrorDetails, 'promptTokens' | 'contextTokens'> {
  const number = (name: string): number | undefined => {
    const found = new RegExp(`"${name}"\\s*:\\s*(\\d{1,9})`).exec(body)?.[1]
    return found === undefined ? undefined : Number(found)
  }
  return { promptTokens: number('n_prompt_tokens'), contextTokens: number('n_ctx') }
}
