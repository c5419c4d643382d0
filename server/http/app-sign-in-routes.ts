import type { AccessService } from '../access/access-service.ts'
import type { AppSignIn } from '../access/app-sign-in.ts'
import { AppCode, AppSession, NewAppCode, NewAppSession } from '../contract/access.ts'
import { whoOf } from './gate.ts'
import { HttpProblem } from './problem.ts'
import { json, jsonBody, problem, route, type Route } from './route.ts'
import { createTryLimit } from './try-limit.ts'

export interface AppSignInPorts {
  access: Pick<AccessService, 'note'>
  appSignIn: AppSignIn
}

const moment = (at: number): string => new Date(at).toISOString()

/** What whoever is signed in may do: let the app in. */
export const appCodeRoutes = ({ appSignIn }: AppSignInPorts): Route[] => [
  route({
    method: 'post',
    path: '/sign-in/codes',
    summary:
      'Lets the desktop app in as who asks: a code that it exchanges once, with its verifier',
    needs: 'viewer',
    body: jsonBody(NewAppCode),
    answers: { 200: json('The code', AppCode) },
    async handle({ body: { challenge }, res }) {
      const { code, endsAt } = await appSignIn.offer(whoOf(res), challenge)
      return { code, endsAt: moment(endsAt) }
    },
  }),
]

/** What the app asks, which has nothing yet to show but the code. */
export function appSessionRoutes({ access, appSignIn }: AppSignInPorts): Route[] {
  const limit = createTryLimit()
  return [
    route({
      method: 'post',
      path: '/sign-in/session',
      summary: 'Exchanges a code and its verifier for a session of the desktop app',
      open: true,
      body: jsonBody(NewAppSession),
      answers: {
        200: json('The session', AppSession),
        400: problem('The code is not good, or no more'),
        429: problem('Too many codes that were not good'),
      },
      async handle({ body: { code, verifier }, req }) {
        const seconds = limit.secondsLeft(req)
        if (seconds > 0) {
          throw new HttpProblem(
            429,
            { code: 'too_many_requests', params: { context: 'sign_in', seconds } },
            { headers: { 'Retry-After': String(seconds) } },
          )
        }
        const begun = await appSignIn.redeem(code, verifier)
        if (begun === null) {
          limit.failed(req)
          throw new HttpProblem(400, { code: 'sign_in_code', params: {} })
        }
        const { token, who, endsAt } = begun
        await access.note(who, { method: 'POST', path: '/api/sign-in/session', status: 200 })
        return { token, endsAt: moment(endsAt) }
      },
    }),
  ]
}
