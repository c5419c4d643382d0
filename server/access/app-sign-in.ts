import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { appTokenPrefix } from '../contract/app-sign-in.ts'
import { maxSessions, type Sessions } from '../ports/sessions.ts'
import type { AccessService, Who } from './access-service.ts'
import { secretHash } from './secret-hash.ts'

/** Milliseconds for which a code is good: the way from the browser to the app on the same computer. */
const codeMs = 2 * 60_000
/** Milliseconds from the sign-in at the provider until the app has to be let in again: who has left a team is out then. */
const appSessionMs = 7 * 24 * 3_600_000

/** A code is kept as a session of such a holder, which lets nobody in; who ends it has exchanged it. */
const codeHolder = 'code:'
/** Codes of one person that are good at a time. */
const maxCodes = 10

/** Lets the desktop app in as somebody who is signed in in a browser (the code of RFC 6749 with PKCE, RFC 7636). */
export interface AppSignIn {
  /** @param challenge S256 of the app's verifier */
  offer(who: Who, challenge: string): Promise<{ code: string; endsAt: number }>
  /**
   * Exchanges a code, once; also a wrong verifier uses it up.
   *
   * @returns null for one that is not there, is over, was made for another verifier, or by somebody who may not come
   *   in any more
   */
  redeem(
    code: string,
    verifier: string,
  ): Promise<{ token: string; who: Who; endsAt: number } | null>
}

function fits(verifier: string, challenge: string): boolean {
  const [made, wanted] = [
    createHash('sha256').update(verifier).digest(),
    Buffer.from(challenge, 'base64url'),
  ]
  return made.length === wanted.length && timingSafeEqual(made, wanted)
}

export function createAppSignIn(
  { sessions, access }: { sessions: Sessions; access: Pick<AccessService, 'byHolder'> },
  now: () => number = Date.now,
): AppSignIn {
  return {
    async offer({ holder }, challenge) {
      // The challenge is no secret, and what is kept is a hash of both.
      const code = `${randomBytes(32).toString('base64url')}.${challenge}`
      const kept = { lifeMs: codeMs, atMost: maxCodes, holder: codeHolder + holder }
      await sessions.begin(secretHash(code), kept)
      return { code, endsAt: now() + codeMs }
    },
    async redeem(code, verifier) {
      const hash = secretHash(code)
      const kept = (await sessions.find(hash))?.holder ?? ''
      // A secret of a session that is no code ends nothing here.
      if (!kept.startsWith(codeHolder) || !(await sessions.end(hash))) return null
      if (!fits(verifier, code.split('.')[1] ?? '')) return null
      const holder = kept.slice(codeHolder.length)
      const who = await access.byHolder(holder)
      if (who === null) return null
      // From the sign-in, where a provider has vouched, and not from now: else an app could prolong its own session for ever.
      const endsAt = (who.vouchedAt ?? now()) + appSessionMs
      const lifeMs = endsAt - now()
      if (lifeMs <= 0) return null
      const token = appTokenPrefix + randomBytes(32).toString('base64url')
      await sessions.begin(secretHash(token), { lifeMs, atMost: maxSessions, holder, lasts: true })
      return { token, who, endsAt }
    },
  }
}
