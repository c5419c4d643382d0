import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import type { Sessions } from '../ports/sessions.ts'
import { HttpProblem } from './problem.ts'
import { route, type Route } from './route.ts'

/** One token for each launch; it never stands in a URL or a log. */
export const createAccessToken = (): string => randomBytes(32).toString('base64url')

const cookieName = 'rapporteur_session'
/** More than the browsers of a person need, few enough that nobody fills the storage with them. */
const maxSessions = 1_000

/** Compares in constant time, whatever the lengths. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

function bearerOf(req: Request): string | null {
  const match = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(req.headers.authorization ?? '')
  return match?.[1] ?? null
}

function sessionOf(req: Request): string | null {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2)
    if (name === cookieName && value) return value
  }
  return null
}

export interface Auth {
  /** Lets a request pass that carries the token, or the cookie of a session. */
  required: RequestHandler
  /** `POST` and `DELETE /session`. */
  routes: readonly Route[]
}

/** Names a session where its secret must not stand, such as in the index of open streams. */
const idOf = (session: string): string => createHash('sha256').update(session).digest('base64url')

/** Whose request it is, once `required` has let it pass. Never the token itself. */
export const tokenIdOf = (res: Response): string => String(res.locals['tokenId'] ?? '')

export function createAuth(options: { accessToken: string; sessions: Sessions }): Auth {
  const { accessToken, sessions } = options
  /** Null for a request that carries neither. */
  const identify = async (req: Request): Promise<string | null> => {
    const bearer = bearerOf(req)
    if (bearer !== null) return isSame(bearer, accessToken) ? 'bearer' : null
    const session = sessionOf(req)
    if (session === null) return null
    const tokenId = idOf(session)
    return (await sessions.isOpen(tokenId)) ? tokenId : null
  }
  const cookie = { httpOnly: true, sameSite: 'strict', path: '/' } as const
  const routes = [
    route({
      method: 'post',
      path: '/session',
      summary: 'Sets the session cookie, for clients that cannot send headers',
      answers: { 204: { description: 'The cookie is set' } },
      async handle({ res }) {
        const session = randomBytes(32).toString('base64url')
        await sessions.begin(idOf(session), { lifeMs: null, atMost: maxSessions })
        res.cookie(cookieName, session, cookie).status(204).end()
      },
    }),
    route({
      method: 'delete',
      path: '/session',
      summary: 'Clears the session cookie',
      answers: { 204: { description: 'The cookie is cleared' } },
      async handle({ req, res }) {
        const session = sessionOf(req)
        if (session !== null) await sessions.end(idOf(session))
        res.clearCookie(cookieName, cookie).status(204).end()
      },
    }),
  ]
  return {
    routes,
    required: async (req, res, next) => {
      const tokenId = await identify(req)
      if (tokenId !== null) {
        res.locals['tokenId'] = tokenId
        return next()
      }
      throw new HttpProblem(
        401,
        { code: 'unauthorized', params: {} },
        { headers: { 'WWW-Authenticate': 'Bearer' } },
      )
    },
  }
}
