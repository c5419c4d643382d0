import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import type { ErrorCode, Problem } from '../contract/errors.ts'
import { httpLimits } from '../contract/limits.ts'
import type { SentenceCode, SentenceParams } from '../contract/sentences.ts'
import { GroupRefusal } from '../groups/groups.ts'
import { NotThere } from '../reports/choices.ts'
import { InvalidCron } from '../schedules/cron.ts'
import { IdempotencyConflict } from '../reports/starting.ts'
import { storageFailure } from '../reports/failure.ts'
import { IllegalTransition } from '../reports/state-machine.ts'
import { UnknownItem } from '../summary/unknown-item.ts'
import { inEnglish } from '../words/say.ts'

/** Codes of errors that have a sentence. */
export type RefusalCode = Extract<ErrorCode, SentenceCode>
export type Refusal = {
  [Code in RefusalCode]: { code: Code; params: SentenceParams[Code] }
}[RefusalCode]

/** An error that is meant for the caller: RFC 9457 problem details with a stable code. */
export class HttpProblem extends Error {
  override name = 'HttpProblem'
  readonly status: number
  readonly code: ErrorCode
  readonly params: Record<string, unknown>
  readonly errors: Problem['errors']
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    { code, params }: Refusal,
    extra: { errors?: Problem['errors']; headers?: Record<string, string> } = {},
  ) {
    super(inEnglish({ code, params }))
    this.status = status
    this.code = code
    this.params = { ...params }
    this.errors = extra.errors
    this.headers = extra.headers ?? {}
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  408: 'Request timeout',
  409: 'Conflict',
  413: 'Payload too large',
  416: 'Range not satisfiable',
  422: 'Unprocessable content',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
  507: 'Insufficient storage',
}

export function sendProblem(res: Response, problem: HttpProblem): void {
  const body: Problem = {
    type: `urn:rapporteur:problem:${problem.code}`,
    title: titles[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.message,
    code: problem.code,
    params: problem.params,
    ...(problem.errors === undefined ? {} : { errors: problem.errors }),
  }
  res.status(problem.status).set(problem.headers).type('application/problem+json')
  res.end(JSON.stringify(body))
}

/** Errors of body-parser and of Express carry a status and, in `type`, what went wrong. */
interface ExpressError extends Error {
  status?: number
  type?: string
}

const statusOfStorage: Partial<Record<ErrorCode, number>> = {
  unavailable: 503,
  storage_damaged: 500,
}

function notThere({ what, oid }: NotThere): Refusal {
  if (what === 'group') return { code: 'group_not_found', params: { group: oid } }
  if (what === 'schedule') return { code: 'schedule_not_found', params: { schedule: oid } }
  return { code: 'room_not_found', params: { context: 'asked', room: oid } }
}

function ofGroupsOrSchedules(error: unknown): HttpProblem | null {
  if (error instanceof NotThere) return new HttpProblem(404, notThere(error))
  if (error instanceof GroupRefusal) {
    return new HttpProblem(409, { code: 'illegal_transition', params: error.params })
  }
  if (error instanceof InvalidCron) {
    return new HttpProblem(400, { code: 'invalid_cron', params: error.params })
  }
  return null
}

function toProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error
  if (error instanceof IllegalTransition) {
    return new HttpProblem(409, { code: 'illegal_transition', params: error.params })
  }
  if (error instanceof IdempotencyConflict) {
    return new HttpProblem(409, { code: 'idempotency_conflict', params: {} })
  }
  if (error instanceof UnknownItem) {
    return new HttpProblem(404, {
      code: 'not_found',
      params: { context: 'summary_item', ...error.choice },
    })
  }
  const refused = ofGroupsOrSchedules(error)
  if (refused !== null) return refused
  const storage = storageFailure(error)
  if (storage !== null) {
    const headers = storage.code === 'unavailable' ? { 'Retry-After': '1' } : {}
    const status = statusOfStorage[storage.code] ?? 507
    return new HttpProblem(status, storage.said, { headers })
  }
  const { status, type, message: text } = error as ExpressError
  if (type === 'entity.too.large') {
    return new HttpProblem(413, { code: 'payload_too_large', params: { text } })
  }
  if (type === 'entity.parse.failed') {
    return new HttpProblem(400, { code: 'invalid_body', params: { context: 'json' } })
  }
  if (status !== undefined && status >= 400 && status < 500) {
    return new HttpProblem(status, { code: 'bad_request', params: { text } })
  }
  return new HttpProblem(500, { code: 'internal', params: { context: 'logged' } })
}

/**
 * Lets a refused body run out: a caller that is still sending hears no answer, and a connection that is
 * closed on it may lose the answer on the way. One that sends much more is cut off.
 */
function takeRest(req: Request): void {
  if (req.complete) return
  let left: number = httpLimits.maxRefusedBytes
  req.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) req.destroy()
  })
  req.on('error', () => {})
  req.resume()
}

export const problemHandler =
  (onInternal: (error: unknown) => void): ErrorRequestHandler =>
  (error, req, res, next) => {
    // The caller has gone, or was let go: nobody is there to hear it, and nothing has failed here.
    if (req.destroyed && !req.complete) return void res.destroy()
    const problem = toProblem(error)
    if (problem.status >= 500) onInternal(error)
    // Too late for an answer: Express cuts the connection, so that nobody takes a half for the whole.
    if (res.headersSent) return next(error)
    takeRest(req)
    sendProblem(res, problem)
  }

export const notFound: RequestHandler = (req) => {
  const { method, path } = req
  throw new HttpProblem(404, { code: 'not_found', params: { context: 'route', method, path } })
}

/** Answers every other method of a route with 405 and what is allowed. */
export const methodNotAllowed =
  (...allowed: string[]): RequestHandler =>
  (req) => {
    const allow = allowed.join(', ')
    const { method, path } = req
    throw new HttpProblem(
      405,
      { code: 'method_not_allowed', params: { path, allow, method } },
      { headers: { Allow: allow } },
    )
  }
