/**
 * The address of the page. A scheme of our own instead of `file://`, so that it has an origin,
 * a content security policy and no view of the disk.
 */
export const appScheme = 'app'
export const appHost = 'rapporteur'
export const appOrigin = `${appScheme}://${appHost}`

/**
 * True for addresses of our own page. Compares scheme and host, because Node gives every address
 * of a scheme it does not know the origin "null".
 */
export function isAppUrl(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return url.protocol === `${appScheme}:` && url.host === appHost
}
