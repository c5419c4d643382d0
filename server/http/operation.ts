import type { z } from 'zod'

/** One operation as the OpenAPI document shows it. The contract test holds it against the router. */
export interface Operation {
  method: 'get' | 'post' | 'patch' | 'delete'
  /** With `:name` parameters, as Express has it. */
  path: string
  summary: string
  query?: z.ZodObject
  body?: { contentType: string; schema?: z.ZodType }
  answers: Readonly<
    Record<number, { description: string; contentType?: string; schema?: z.ZodType }>
  >
  open?: boolean
}

/** An answer that is JSON. */
export const json = (description: string, schema: z.ZodType) => ({
  description,
  contentType: 'application/json',
  schema,
})
