/**
 * The policy of one page load.
 *
 * @param options.serverUrl the only address besides our own that the page may talk to
 * @param options.nonce fresh for each load; it admits the style elements of the component library
 */
export function contentSecurityPolicy(options: {
  serverUrl: string | null
  nonce: string
}): string {
  const { serverUrl, nonce } = options
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    ["connect-src 'self'", ...(serverUrl === null ? [] : [new URL(serverUrl).origin])].join(' '),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}
