import type { Configuration } from 'openid-client'
import { roles, type Role } from '../contract/access.ts'
import { accessLimits } from '../contract/limits.ts'
import type { SignedInPerson } from '../ports/access.ts'

/** Who gets which role: a value of the claim, or `*` for everybody who signs in. */
export interface RoleRule {
  role: Role
  value: string
}

export interface SignInSettings {
  /** Address of the OpenID provider; what it offers is read below it. By HTTPS, but for one on this computer. */
  issuer: string
  clientId: string
  /** Default: none, a public client. */
  clientSecret?: string | undefined
  /** Where people reach this server; `/api/sign-in/callback` below it is to be registered at the provider. */
  publicUrl: string
  /** The claim with groups or roles. Default `groups`. */
  claim?: string | undefined
  rules: readonly RoleRule[]
}

/** What the browser keeps while somebody is at the provider. */
export interface SignInAttempt {
  state: string
  nonce: string
  verifier: string
}

export interface Oidc {
  /** @returns where to send the browser, and what it must bring back */
  begin(): Promise<{ url: string; attempt: SignInAttempt }>
  /**
   * @param path of the callback with its query, as it was asked
   * @throws where the answer is not the one to this attempt, or the provider does not stand by it
   */
  finish(
    path: string,
    attempt: SignInAttempt,
  ): Promise<SignedInPerson & { groups: readonly string[] }>
}

const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])$/

const textsOf = (claim: unknown): string[] =>
  (Array.isArray(claim) ? claim : [claim]).filter(
    (value): value is string => typeof value === 'string',
  )

/** The groups of people that a claim names; one that no limit could name is passed over. */
export const groupsOf = (claim: unknown): string[] =>
  [...new Set(textsOf(claim))]
    .filter((name) => name !== '' && name.length <= accessLimits.maxGroupName)
    .slice(0, accessLimits.maxGroups)
    .sort()

/** The highest role that one of the rules gives; null for none. */
export function roleOf(claim: unknown, rules: readonly RoleRule[]): Role | null {
  const values = textsOf(claim)
  const given = rules.filter(({ value }) => value === '*' || values.includes(value))
  return roles.findLast((role) => given.some((rule) => rule.role === role)) ?? null
}

const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, 320) : null

/** Sign-in by OpenID Connect: the code flow with PKCE, state and nonce. */
export function createOidc(settings: SignInSettings): Oidc {
  const { clientId, clientSecret, claim = 'groups', rules } = settings
  const issuer = new URL(settings.issuer)
  const redirectUri = new URL('/api/sign-in/callback', settings.publicUrl).href
  // The library is read when somebody signs in for the first time; most servers have one person.
  const load = () => import('openid-client')
  let known: Promise<Configuration> | null = null

  async function discover(): Promise<Configuration> {
    const client = await load()
    return client.discovery(
      issuer,
      clientId,
      clientSecret === undefined ? { token_endpoint_auth_method: 'none' } : clientSecret,
      clientSecret === undefined ? client.None() : undefined,
      { execute: loopback.test(issuer.hostname) ? [client.allowInsecureRequests] : [] },
    )
  }
  /** A provider that did not answer is asked again the next time. */
  async function provider(): Promise<Configuration> {
    known ??= discover()
    try {
      return await known
    } catch (error) {
      known = null
      throw error
    }
  }

  return {
    async begin() {
      const client = await load()
      const configuration = await provider()
      const attempt = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      }
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, attempt }
    },
    async finish(path, { state, nonce, verifier }) {
      const client = await load()
      const configuration = await provider()
      const tokens = await client.authorizationCodeGrant(
        configuration,
        new URL(path, settings.publicUrl),
        {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        },
      )
      const said = tokens.claims()
      if (said === undefined) throw new Error('The provider gave no ID token')
      // Groups often stand in the answer about the person alone.
      const isMore = configuration.serverMetadata().userinfo_endpoint !== undefined
      const more = isMore
        ? await client.fetchUserInfo(configuration, tokens.access_token, said.sub)
        : {}
      const all: Record<string, unknown> = { ...said, ...more }
      return {
        issuer: said.iss,
        subject: said.sub,
        name: textOrNull(all['name']) ?? textOrNull(all['preferred_username']),
        email: textOrNull(all['email']),
        claimRole: roleOf(all[claim], rules),
        groups: groupsOf(all[claim]),
      }
    },
  }
}
