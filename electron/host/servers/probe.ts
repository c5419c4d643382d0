import { isAppToken } from '../../../server/contract/app-sign-in.ts'
import { HostError } from '../host-error.ts'
import type { Ask } from './ask.ts'
import { askBriefly } from './ask-briefly.ts'
import type { RelayTarget } from './relay.ts'

/**
 * Tries a server: that it answers, and is one of ours.
 *
 * @returns its version
 * @throws HostError that says what is wrong
 */
async function versionOf(ask: Ask, url: string): Promise<string> {
  const { status, answer } = await askBriefly(ask, { url: `${url}/api/health` })
  const { status: state, version } = answer
  if (status === 200 && state === 'ok' && typeof version === 'string') return version.slice(0, 40)
  throw new HostError('server_foreign', { host: new URL(url).host })
}

/**
 * Tries a server: that it answers, is one of ours, and takes the token.
 *
 * @returns its version
 * @throws HostError that says what is wrong
 */
export async function probe(ask: Ask, { url, token }: RelayTarget): Promise<string> {
  const { host } = new URL(url)
  const version = await versionOf(ask, url)
  const headers = { authorization: `Bearer ${token}` }
  const { status } = await askBriefly(ask, { url: `${url}/api/access/me`, headers })
  if (status === 401) {
    throw new HostError(isAppToken(token) ? 'server_session' : 'server_token', { host })
  }
  if (status !== 200) throw new HostError('server_foreign', { host })
  return version
}

/** Tries a server: that it is one of ours, and lets the app in through the browser. @throws HostError */
export async function probeSignIn(ask: Ask, url: string): Promise<void> {
  await versionOf(ask, url)
  const { status, answer } = await askBriefly(ask, { url: `${url}/api/sign-in` })
  if (status === 200 && answer['app'] === true) return
  throw new HostError('server_sign_in', { context: 'missing', host: new URL(url).host })
}

/** Ends the session that a token is of; nothing for a token that an admin has made. A server that is away ends it by time. */
export async function endSession(ask: Ask, { url, token }: RelayTarget): Promise<void> {
  if (!isAppToken(token)) return
  const headers = { authorization: `Bearer ${token}` }
  await askBriefly(ask, { url: `${url}/api/session`, method: 'DELETE', headers }).catch(() => null)
}
