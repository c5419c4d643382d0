import type { ConnectionReason } from '../contract/connection-sentences.ts'
import { redactorOf } from '../redaction.ts'
import type { Connector, Secrets } from './connector.ts'
import { isSafeAddress } from './session.ts'

/** A request that cannot be done; nothing of it was. */
export class ConnectionRefused extends Error {
  override name = 'ConnectionRefused'
  readonly reason: ConnectionReason

  constructor(reason: ConnectionReason) {
    super(reason.code)
    this.reason = reason
  }
}

/** @throws ConnectionRefused for one that is none, or by which everybody could read the token */
export function addressOf({ usualAddress, schemes }: Connector, given = ''): string {
  const { usual, other } = schemes ?? { usual: 'https', other: 'http' }
  const named = given === '' ? (usualAddress ?? '') : given
  // Mail programs ask for the bare name.
  const isBare = schemes !== undefined && named !== '' && !named.includes('://')
  const address = isBare ? `${usual}://${named}` : named
  const url = URL.canParse(address) ? new URL(address) : null
  const scheme = url?.protocol.slice(0, -1)
  if (url === null || (scheme !== usual && scheme !== other) || !url.host || url.username !== '') {
    throw new ConnectionRefused({ code: 'connection_address', params: { form: `${usual}://` } })
  }
  if (!isSafeAddress(address)) {
    throw new ConnectionRefused({
      code: 'connection_address_plain',
      params: { form: `${scheme}://` },
    })
  }
  return `${url.protocol}//${url.host}${url.pathname}`.replace(/\/+$/, '')
}

/** @throws ConnectionRefused where the service would not take them, before anything is sent */
export function checkSecrets(connector: Connector, given: Secrets): void {
  const isMissing = connector.secrets.needed.some((name) => (given[name] ?? '') === '')
  const reason =
    connector.refuses(given) ??
    (isMissing ? ({ code: 'connection_token_form', params: { context: 'empty' } } as const) : null)
  if (reason !== null) throw new ConnectionRefused(reason)
}

/** Characters that a server may say of itself. */
const maxWords = 300

/** A server may say the token that it refuses, and may say much: it is cut once no part of a secret is left in it. */
export function withoutSecrets(
  reason: ConnectionReason,
  secrets: Secrets | null,
): ConnectionReason {
  const clean = redactorOf(Object.values(secrets ?? {})).value(reason)
  if (!('text' in clean.params)) return clean
  const text = clean.params.text.slice(0, maxWords)
  return { ...clean, params: { ...clean.params, text } } as ConnectionReason
}
