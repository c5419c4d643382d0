import type { RequestHandler, Response } from 'express'
import type { AccessService, Who } from '../access/access-service.ts'
import { mayAct } from '../contract/access.ts'
import { HttpProblem } from './problem.ts'
import type { Route } from './route.ts'

/** Who asks, once `Auth.required` has let the request pass. */
export const whoOf = (res: Response): Who => res.locals['who'] as Who

/**
 * What stands before each route: whether who asks may do this, and that a change is written down with who made it.
 * What was refused is written down, too.
 *
 * @param onError told of lines that could not be kept; the request goes on
 */
export const gateOf =
  (access: Pick<AccessService, 'note'>, onError: (error: unknown) => void) =>
  ({ needs, isAudited }: Route): RequestHandler =>
  (req, res, next) => {
    const who = whoOf(res)
    const { method, originalUrl } = req
    if (isAudited) {
      const path = originalUrl.split('?', 1)[0] ?? ''
      res.once('finish', () => {
        access.note(who, { method, path, status: res.statusCode }).catch(onError)
      })
    }
    if (mayAct(who.role, needs)) return next()
    throw new HttpProblem(403, { code: 'forbidden', params: { role: who.role, needed: needs } })
  }
