import type { Request } from 'express'
import { z } from 'zod'
import { httpLimits } from '../contract/limits.ts'
import { RoomOid } from '../contract/rooms.ts'
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

/** Refused with 400 `invalid_body`, which names each fault. */
export const parseBody = <T>(schema: z.ZodType<T>, req: Request): T =>
  parse(schema, req.body, 'invalid_body')

/** Refused with 400 `invalid_query`. A name that is repeated where the schema wants one text is refused, not cut. */
export const parseQuery = <T>(schema: z.ZodType<T>, req: Request): T =>
  parse(schema, req.query, 'invalid_query')

export const PageLimit = z.coerce
  .number()
  .int()
  .min(1)
  .max(httpLimits.maxPageSize)
  .default(httpLimits.defaultPageSize)

/** A moment with its offset, as milliseconds. */
export const Moment = z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso))

export const Cursor = z.string().max(2_048).optional()

/** Refused with 400 `invalid_room_oid`. */
export function parseRoomOid(text: string): string {
  const checked = RoomOid.safeParse(text)
  if (checked.success) return checked.data
  const [first] = checked.error.issues
  const params = { text: first?.message ?? 'Invalid room id.' }
  throw new HttpProblem(400, { code: 'invalid_room_oid', params })
}

/**
 * A list in one query parameter, `a,b`, or in a repeated one; empty entries are passed over.
 *
 * @param onMissing throws what is said where the parameter is not there; default: zod's own words
 */
export const queryList = (onMissing?: () => never) =>
  z
    .union([z.string(), z.array(z.string())], onMissing && { error: onMissing })
    .transform((values) => [
      ...new Set([values].flat().flatMap((value) => value.split(',').filter((it) => it !== ''))),
    ])

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
