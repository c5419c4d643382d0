/** Stands for the secret part of an address where the settings are shown. */
const mask = '********'

const parsed = (address: unknown): URL | null =>
  typeof address === 'string' && URL.canParse(address) ? new URL(address) : null

/** Which part of the login is secret: the password, or a token that stands alone in its place. */
const secretPart = (url: URL): 'password' | 'username' | null =>
  url.password !== '' ? 'password' : url.username !== '' ? 'username' : null

/** An address as it may be shown: what logs in by it is hidden. */
export function masked<T>(address: T): T | string {
  const url = parsed(address)
  const part = url && secretPart(url)
  if (!url || part === null) return address
  url[part] = mask
  return url.href
}

/**
 * The address that a person has sent back, with its login as it was.
 *
 * @returns null if the hidden login was that of another server: it must not be told to this one
 */
export function unmasked(sent: unknown, kept: unknown): unknown {
  const url = parsed(sent)
  const part = url && secretPart(url)
  if (!url || part === null || url[part] !== mask) return sent
  const before = parsed(kept)
  if (before === null || before.origin !== url.origin || before[part] === '') return null
  url[part] = before[part]
  return url.href
}
