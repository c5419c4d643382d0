import type { z } from 'zod'

export interface Request {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  query?: Record<string, string | number | undefined>
  body?: unknown
  idempotencyKey?: string
  signal?: AbortSignal | undefined
}

/** A page whose items that do not fit the contract were left out. */
export interface AskedPage<T> {
  items: T[]
  nextCursor: string | null
  total: number
}

/** How requests are made; every answer is checked against the contract. */
export interface Asking {
  ask<S extends z.ZodType>(schema: S, path: string, request?: Request): Promise<z.infer<S>>
  askPage<S extends z.ZodType>(
    item: S,
    path: string,
    request: Request,
  ): Promise<AskedPage<z.infer<S>>>
  askList<S extends z.ZodType>(item: S, path: string, request?: Request): Promise<z.infer<S>[]>
}
