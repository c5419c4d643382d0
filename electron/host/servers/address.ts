import { HostError } from '../host-error.ts'

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/
const maxLength = 2_048

/**
 * The origin of what a person typed as the address of a server: `reports.example.org`, or with scheme, port and path.
 *
 * @throws HostError `server_address`; tokens travel by HTTPS alone, but for a server on this computer
 */
export function serverOrigin(typed: string): string {
  const text = typed.trim()
  const address = /^[a-z][\w+.-]*:\/\//i.test(text) ? text : `https://${text}`
  if (text === '' || text.length > maxLength || !URL.canParse(address)) {
    throw new HostError('server_address', { context: 'unreadable' })
  }
  const { protocol, hostname, origin, username, password } = new URL(address)
  if (username !== '' || password !== '') {
    throw new HostError('server_address', { context: 'password' })
  }
  const isSafe = protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname))
  if (!isSafe) throw new HostError('server_address', { context: 'http' })
  return origin
}
