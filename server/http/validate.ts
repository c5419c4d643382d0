import type { Request } from 'express'
import { z } from 'zod'
import { httpLimits } from '../contract/limits.ts'
import { HttpProblem } from './problem.ts'

function parse<T>(schema: z.ZodType<T>, value: unknown, code: 'invalid_body' | 'invalid_query'): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors = result.error.issues.slice(0, 20).map((issue) => ({
    path: issue.path.map(String).join('.'),
    detail: issue.message,
  }))
  const { path, detail: text } = errors[0] ?? { path: '', detail: '' }
  throw new HttpProblem(400, { code, params: { path, text } }, { errors })
}

export const parseBody = <T>(schema: z.ZodType<T>, req: Request): T =>
  parse(schema, req.body, 'invalid_body')

/** Query values are single strings; a repeated name is refused rather than silently cut. */
export const parseQuery = <T>(schema: z.ZodType<T>, req: Request): T =>
  parse(schema, req.query, 'invalid_query')

export const PageLimit = z.coerce
  .number()
  .int()
  .min(1)
  .max(httpLimits.maxPageSize)
  .default(httpLimits.defaultPageSize)

/** Cursors are opaque to callers: base64url of JSON, checked again when they come back. */
export const encodeCursor = (value: unknown): string =>
  Buffer.from(JSON.stringify(value), 'utf8').toString('base64url')

export function decodeCursor<T>(schema: z.ZodType<T>, cursor: string | undefined): T | null {
  if (cursor === undefined || cursor === '') return null
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw new HttpProblem(400, { code: 'invalid_query', params: { context: 'cursor' } })
  }
}
