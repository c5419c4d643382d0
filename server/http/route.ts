import express, { Router, type Request, type RequestHandler, type Response } from 'express'
import type { z } from 'zod'
import type { Role } from '../contract/access.ts'
import { Problem } from '../contract/errors.ts'
import { httpLimits } from '../contract/limits.ts'
import { passGate } from './pass-gate.ts'
import { methodNotAllowed } from './problem.ts'
import { parseBody, parseQuery } from './validate.ts'

type Method = 'get' | 'post' | 'patch' | 'delete'

export interface Answer {
  description: string
  contentType?: string
  schema?: z.ZodType
}
type Answers = Readonly<Record<number, Answer>>

export interface Body {
  contentType: string
  /** Without one the handler reads the raw bytes of the request itself. */
  schema?: z.ZodType
}

/** `reportOid` of `/reports/:reportOid/log`. */
type ParamName<Path extends string> = Path extends `${string}/:${infer Rest}`
  ? Rest extends `${infer Name}/${infer Tail}`
    ? Name | ParamName<`/${Tail}`>
    : Rest
  : never

type Params<Path extends string, P> = {
  [Name in ParamName<Path>]: Name extends keyof P
    ? P[Name] extends z.ZodType
      ? z.output<P[Name]>
      : string
    : string
}
type ParsedBody<B> = B extends { schema: infer S extends z.ZodType } ? z.output<S> : undefined
type ParsedQuery<Q> = Q extends z.ZodType ? z.output<Q> : undefined

/** What the JSON of a good answer is made of; void where the handler writes the answer itself. */
type Result<A> = A extends { 200: { schema: infer S extends z.ZodType } }
  ? z.input<S>
  : A extends { 202: { schema: infer S extends z.ZodType } }
    ? z.input<S>
    : void

interface Call<Path extends string, P, Q, B> {
  params: Params<Path, P>
  query: ParsedQuery<Q>
  body: ParsedBody<B>
  req: Request
  res: Response
}

interface RouteDefinition<Path extends string, P, Q, B, A> {
  method: Method
  /** Below `/api`, with `:name` for what varies. */
  path: Path
  /** One line for the OpenAPI document. */
  summary: string
  /** True: needs no token. Default false. */
  open?: boolean
  /** Who may ask. Default: whoever may read for GET, an operator for all else. */
  needs?: Role
  /** Whether it is written down who asked. Default: for all but GET. */
  isAudited?: boolean
  /** Schemas of path parameters that are more than any text; one that does not fit leads nowhere: 404. */
  params?: P
  query?: Q
  body?: B
  /** Beside these, every route may answer with a problem. */
  answers: A
  /**
   * Gives the JSON of the answer, which goes out with the status that `answers` names for it. Undefined
   * means that the handler has answered by `res`, or that nobody waits for an answer any more; or 204, where
   * `answers` names it.
   */
  handle(call: Call<Path, P, Q, B>): Result<A> | undefined | Promise<Result<A> | undefined>
}

/** One method of one path: what validates it, documents it and answers it. */
export interface Route {
  method: Method
  path: string
  summary: string
  open: boolean
  needs: Role
  isAudited: boolean
  params: Readonly<Record<string, z.ZodType>>
  query: z.ZodObject | undefined
  body: Body | undefined
  answers: Answers
  handlers: readonly RequestHandler[]
}

/** The only place where a route is described. `handle` is called with what the schemas have let through. */
export function route<
  const Path extends string,
  P extends Partial<Record<ParamName<Path>, z.ZodType>>,
  Q extends z.ZodObject | undefined,
  B extends Body | undefined,
  A extends Answers,
>(definition: RouteDefinition<Path, P, Q, B, A>): Route {
  const { method, path, summary, open = false, query, body, answers, handle } = definition
  const { needs = method === 'get' ? 'viewer' : 'operator', isAudited = method !== 'get' } =
    definition
  const params: Record<string, z.ZodType> = { ...definition.params }
  const status = 202 in answers ? 202 : 200

  const handler: RequestHandler = async (req, res, next) => {
    const parsed: Record<string, unknown> = { ...req.params }
    for (const [name, schema] of Object.entries(params)) {
      const value = schema.safeParse(parsed[name])
      if (!value.success) return next('route')
      parsed[name] = value.data
    }
    const call = {
      params: parsed,
      query: query === undefined ? undefined : parseQuery(query, req),
      body: body?.schema === undefined ? undefined : parseBody(body.schema, req),
      req,
      res,
    }
    await passGate(res, parsed)
    // The types of the definition follow from the schemas that have just parsed these values.
    const answer: unknown = await handle(call as unknown as Call<Path, P, Q, B>)
    if (answer !== undefined) res.status(status).json(answer)
    else if (204 in answers && !res.headersSent) res.status(204).end()
  }
  const handlers = body?.schema === undefined ? [handler] : [readJson, handler]
  return { method, path, summary, open, needs, isAudited, params, query, body, answers, handlers }
}

const readJson = express.json({ limit: httpLimits.maxJsonBytes })

/**
 * Routes in their order; another method of one of their paths is answered with 405.
 *
 * @param gates what stands before each of them, in this order; default nothing
 */
export function routerOf(
  routes: readonly Route[],
  ...gates: readonly ((route: Route) => RequestHandler)[]
): Router {
  const router = Router()
  for (const path of new Set(routes.map((each) => each.path))) {
    const those = routes.filter((each) => each.path === path)
    const entry = router.route(path)
    for (const each of those) {
      for (const gate of gates) entry[each.method](gate(each))
      entry[each.method](...each.handlers)
    }
    // Express answers HEAD wherever it answers GET.
    const allowed = those.flatMap(({ method }) =>
      method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
    )
    entry.all(methodNotAllowed(...allowed))
  }
  return router
}

/** An answer that is JSON. */
export const json = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  contentType: 'application/json',
  schema,
})

/** An answer that the handler writes itself. */
export const written = (description: string, contentType: string) => ({ description, contentType })

/** A body that is JSON. */
export const jsonBody = <S extends z.ZodType>(schema: S) => ({
  contentType: 'application/json',
  schema,
})

/** A body that the handler reads itself, piece by piece. */
export const rawBody = (contentType: string) => ({ contentType })

/** A problem that is worth a line of its own in the document. */
export const problem = (description: string) => ({
  description,
  contentType: 'application/problem+json',
  schema: Problem,
})
