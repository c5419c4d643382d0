import type { Request, Response } from 'express'
import { z } from 'zod'
import type { AccessService } from '../access/access-service.ts'
import type { Oidc, SignInAttempt } from '../access/oidc.ts'
import { SignInOffer } from '../contract/access.ts'
import type { BeginSession } from './auth.ts'
import { cookieOf } from './cookies.ts'
import { cameByTls } from './origin.ts'
import { HttpProblem } from './problem.ts'
import { json, route, type Route } from './route.ts'

const attemptCookie = 'rapporteur_sign_in'
/** Milliseconds that somebody may take at the provider. */
const attemptMs = 10 * 60_000
/** Milliseconds until somebody has to sign in again: a working day. */
const sessionMs = 12 * 3_600_000

const Attempt = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() })

const encoded = (attempt: SignInAttempt): string =>
  Buffer.from(JSON.stringify(attempt)).toString('base64url')

function attemptOf(req: Request): SignInAttempt | null {
  try {
    const text = Buffer.from(cookieOf(req, attemptCookie) ?? '', 'base64url').toString()
    return Attempt.parse(JSON.parse(text))
  } catch {
    return null
  }
}

export interface SignInPorts {
  access: Pick<AccessService, 'signIn' | 'note'>
  /** Default: nobody signs in by a provider. */
  oidc?: Oidc | undefined
  /** Of the window for browsers, in which people let the app in. Default: there is none. */
  pageFolder?: string | undefined
  /** Told why a sign-in came to nothing. */
  onSignInFailed(error: unknown): void
}

/**
 * Sign-in by a provider, for browsers. The cookie of the attempt comes back with a request that another site has sent
 * on, so it is `Lax`; that of the session is `Strict`.
 */
export function signInRoutes(
  { access, oidc, pageFolder, onSignInFailed }: SignInPorts,
  begin: BeginSession,
): Route[] {
  const attemptOptions = (req: Request) =>
    ({
      httpOnly: true,
      sameSite: 'lax',
      path: '/api/sign-in',
      secure: cameByTls(req),
    }) as const
  const provider = (): Oidc => {
    if (oidc !== undefined) return oidc
    throw new HttpProblem(404, { code: 'not_found', params: { context: 'sign_in' } })
  }
  const back = (res: Response, why?: 'failed' | 'no_role'): void =>
    res.redirect(303, why === undefined ? '/' : `/#sign-in=${why}`)

  return [
    route({
      method: 'get',
      path: '/sign-in',
      summary: 'How one signs in here',
      open: true,
      answers: { 200: json('The ways beside a token', SignInOffer) },
      handle: () => ({ provider: oidc !== undefined, app: pageFolder !== undefined }),
    }),
    route({
      method: 'get',
      path: '/sign-in/start',
      summary: 'Sends a browser to the provider',
      open: true,
      answers: { 303: { description: 'To the provider' } },
      async handle({ req, res }) {
        try {
          const { url, attempt } = await provider().begin()
          res.cookie(attemptCookie, encoded(attempt), { ...attemptOptions(req), maxAge: attemptMs })
          res.redirect(303, url)
        } catch (error) {
          if (error instanceof HttpProblem) throw error
          onSignInFailed(error)
          back(res, 'failed')
        }
      },
    }),
    route({
      method: 'get',
      path: '/sign-in/callback',
      summary: 'Where the provider sends a browser back to',
      open: true,
      answers: { 303: { description: 'To the window' } },
      async handle({ req, res }) {
        const attempt = attemptOf(req)
        res.clearCookie(attemptCookie, attemptOptions(req))
        try {
          if (attempt === null) throw new Error('The browser brought no attempt to sign in')
          const who = await access.signIn(await provider().finish(req.originalUrl, attempt))
          if (who === null) return back(res, 'no_role')
          await begin(req, res, who, sessionMs)
          await access.note(who, { method: 'GET', path: '/api/sign-in/callback', status: 303 })
          back(res)
        } catch (error) {
          if (error instanceof HttpProblem) throw error
          onSignInFailed(error)
          back(res, 'failed')
        }
      },
    }),
  ]
}
