import { HostError } from '../host-error.ts'

const certificates: Readonly<Record<string, 'date' | 'name' | 'unknown' | 'revoked'>> = {
  ERR_CERT_DATE_INVALID: 'date',
  ERR_CERT_COMMON_NAME_INVALID: 'name',
  ERR_CERT_AUTHORITY_INVALID: 'unknown',
  ERR_CERT_REVOKED: 'revoked',
}
const ways: Readonly<Record<string, 'name' | 'refused' | 'offline'>> = {
  ERR_NAME_NOT_RESOLVED: 'name',
  ERR_CONNECTION_REFUSED: 'refused',
  ERR_INTERNET_DISCONNECTED: 'offline',
}

/** Why there was no answer, in a sentence that says what to do; `error` is what Chromium's network says. */
export function reachFailure(error: unknown, host: string): HostError {
  if (error instanceof HostError) return error
  const said = error instanceof Error ? error.message : String(error)
  const code = /\bERR_\w+/.exec(said)?.[0] ?? ''
  const text = code || said
  if (/^ERR_(?:CERT|SSL|BAD_SSL)/.test(code)) {
    const context = certificates[code]
    return new HostError('server_certificate', context ? { context, host } : { host, text })
  }
  const context = ways[code]
  return new HostError('server_unreachable', context ? { context, host } : { host, text })
}
