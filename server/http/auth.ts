import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { theOwner, type AccessService, type Who } from '../access/access-service.ts'
import { isAppToken } from '../contract/app-sign-in.ts'
import { secretHash } from '../access/secret-hash.ts'
import { maxSessions, type Sessions } from '../ports/sessions.ts'
import { cookieOf } from './cookies.ts'
import { whoOf } from './gate.ts'
import { cameByTls } from './origin.ts'
import { HttpProblem } from './problem.ts'
import { route, type Route } from './route.ts'

/** One token for each launch; it never stands in a URL or a log. */
export const createAccessToken = (): string => randomBytes(32).toString('base64url')

const cookieName = 'rapporteur_session'

/** Compares in constant time, whatever the lengths. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

function bearerOf(req: Request): string | null {
  const match = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(req.headers.authorization ?? '')
  return match?.[1] ?? null
}

const sessionOf = (req: Request): string | null => cookieOf(req, cookieName)

/** Gives the browser a session of somebody, and the answer its cookie; `lifeMs` null: until the server ends. */
export type BeginSession = (
  req: Request,
  res: Response,
  who: Pick<Who, 'holder'>,
  lifeMs: number | null,
) => Promise<void>

export interface Auth {
  /** Lets a request pass that carries the token, or the cookie of a session. */
  required: RequestHandler
  /** `POST` and `DELETE /session`. */
  routes: readonly Route[]
  begin: BeginSession
}

/** Whose request it is, once `required` has let it pass. Never the token itself. */
export const tokenIdOf = (res: Response): string => String(res.locals['tokenId'] ?? '')

export function createAuth(options: {
  accessToken: string
  sessions: Sessions
  access: Pick<AccessService, 'byToken' | 'byHolder'>
  now?: (() => number) | undefined
}): Auth {
  const { accessToken, sessions, access, now = Date.now } = options
  async function bySession(session: string): Promise<{ who: Who; tokenId: string } | null> {
    const tokenId = secretHash(session)
    const found = await sessions.find(tokenId)
    const who = found && (await access.byHolder(found.holder))
    const ends = [found?.endsAt, who?.endsAt].filter((at) => typeof at === 'number')
    return who && { who: { ...who, endsAt: ends.length === 0 ? null : Math.min(...ends) }, tokenId }
  }
  /** Null for a request that carries neither. */
  async function identify(req: Request): Promise<{ who: Who; tokenId: string } | null> {
    const bearer = bearerOf(req)
    if (bearer !== null) {
      if (isSame(bearer, accessToken)) return { who: theOwner, tokenId: 'bearer' }
      if (isAppToken(bearer)) return bySession(bearer)
      const who = await access.byToken(bearer)
      return who && { who, tokenId: who.holder }
    }
    const session = sessionOf(req)
    return session === null ? null : bySession(session)
  }
  const cookieFor = (req: Request) =>
    ({
      httpOnly: true,
      sameSite: 'strict',
      path: '/',
      // Who lies about it harms only themselves.
      secure: cameByTls(req),
    }) as const
  const begin: BeginSession = async (req, res, { holder }, lifeMs) => {
    const session = randomBytes(32).toString('base64url')
    await sessions.begin(secretHash(session), { lifeMs, atMost: maxSessions, holder })
    res.cookie(cookieName, session, cookieFor(req))
  }
  const routes = [
    route({
      method: 'post',
      path: '/session',
      summary: 'Sets the session cookie, for clients that cannot send headers',
      needs: 'viewer',
      isAudited: false,
      answers: { 204: { description: 'The cookie is set' } },
      async handle({ req, res }) {
        const who = whoOf(res)
        const lifeMs = who.endsAt === null ? null : Math.max(1, who.endsAt - now())
        await begin(req, res, who, lifeMs)
      },
    }),
    route({
      method: 'delete',
      path: '/session',
      summary:
        'Ends the session: that of the cookie, or of the token that the desktop app has by a sign-in',
      needs: 'viewer',
      isAudited: false,
      answers: { 204: { description: 'The session is over' } },
      async handle({ req, res }) {
        const bearer = bearerOf(req)
        const session = bearer !== null && isAppToken(bearer) ? bearer : sessionOf(req)
        if (session !== null) await sessions.end(secretHash(session))
        res.clearCookie(cookieName, cookieFor(req))
      },
    }),
  ]
  return {
    routes,
    begin,
    required: async (req, res, next) => {
      const found = await identify(req)
      if (found !== null) {
        Object.assign(res.locals, found)
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
