import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { Router, type Request, type RequestHandler } from 'express'
import { HttpProblem, methodNotAllowed } from './problem.ts'

/** One token for each launch; it never stands in a URL or a log. */
export const createAccessToken = (): string => randomBytes(32).toString('base64url')

const cookieName = 'rapporteur_session'
/** Sessions of one launch; more than a person's browsers need, few enough to bound memory. */
const maxSessions = 1_000

export interface Sessions {
  create(): string
  has(session: string): boolean
  delete(session: string): void
}

export function createSessions(): Sessions {
  const sessions = new Set<string>()
  return {
    create() {
      const session = randomBytes(32).toString('base64url')
      const [oldest] = sessions
      if (sessions.size >= maxSessions && oldest !== undefined) sessions.delete(oldest)
      sessions.add(session)
      return session
    },
    has: (session) => sessions.has(session),
    delete: (session) => void sessions.delete(session),
  }
}

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
  router: Router
}

export function createAuth(accessToken: string, sessions: Sessions = createSessions()): Auth {
  const isKnown = (req: Request): boolean => {
    const bearer = bearerOf(req)
    if (bearer !== null) return isSame(bearer, accessToken)
    const session = sessionOf(req)
    return session !== null && sessions.has(session)
  }
  const cookie = { httpOnly: true, sameSite: 'strict', path: '/' } as const
  const router = Router()
  router
    .route('/session')
    .post((_req, res) => {
      res.cookie(cookieName, sessions.create(), cookie).status(204).end()
    })
    .delete((req, res) => {
      const session = sessionOf(req)
      if (session !== null) sessions.delete(session)
      res.clearCookie(cookieName, cookie).status(204).end()
    })
    .all(methodNotAllowed('POST', 'DELETE'))
  return {
    router,
    required: (req, _res, next) => {
      if (isKnown(req)) return next()
      throw new HttpProblem(
        401,
        'unauthorized',
        'Send the access token as "Authorization: Bearer TOKEN".',
        {
          headers: { 'WWW-Authenticate': 'Bearer' },
        },
      )
    },
  }
}
