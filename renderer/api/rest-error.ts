import { Problem, type ErrorCode } from '../../server/contract/errors.ts'

/** A refusal of the server (its problem document) or no answer at all (`code: 'unreachable'`). */
export class RestError extends Error {
  override name = 'RestError'
  readonly status: number
  readonly code: ErrorCode | 'unreachable' | 'unexpected_answer'
  /** What is filled into the sentence of the code. */
  readonly params: Readonly<Record<string, unknown>> | undefined

  constructor(
    status: number,
    code: RestError['code'],
    message: string,
    { params, ...options }: ErrorOptions & { params?: RestError['params'] } = {},
  ) {
    super(message, options)
    this.status = status
    this.code = code
    this.params = params
  }
}

/** Why an answer is a refusal. */
export async function problemOf(response: Response): Promise<RestError> {
  const parsed = Problem.safeParse(await response.json().catch(() => null))
  if (!parsed.success) {
    return new RestError(response.status, 'unexpected_answer', `HTTP ${response.status}`)
  }
  const { code, params, detail, title } = parsed.data
  return new RestError(response.status, code, detail ?? title, { params })
}

/** No answer at all. */
export const unreachable = (cause: unknown): RestError =>
  new RestError(0, 'unreachable', cause instanceof Error ? cause.message : String(cause), { cause })
