import type { RequestHandler } from 'express'
import { admit, type GuardOptions } from '../admission.ts'
import { HttpProblem } from './problem.ts'

export type { GuardOptions } from '../admission.ts'

/** Refuses foreign origins, answers the preflight requests of browsers, and lets the rest pass. */
export function guard(options: GuardOptions): RequestHandler {
  return (req, res, next) => {
    const { refusal, headers, isPreflight } = admit(options, req)
    res.vary('Origin')
    if (refusal !== null) throw new HttpProblem(403, { code: refusal, params: {} })
    res.set(headers)
    if (isPreflight) return void res.status(204).end()
    next()
  }
}
