import { resolve, sep } from 'node:path'

/**
 * The file that a request path means, or null when it means none inside `folder`.
 *
 * @param folder absolute path of the built page
 * @param pathname path of the address, still percent-encoded
 */
export function assetPath(folder: string, pathname: string): string | null {
  const decoded = decode(pathname)
  // A backslash separates folders on Windows, and no asset of ours is named with one.
  if (decoded === null || /[\0\\]/.test(decoded)) return null
  const inside = decoded === '/' ? 'index.html' : decoded.replace(/^\/+/, '')
  const file = resolve(folder, inside)
  return file.startsWith(folder + sep) ? file : null
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return null
  }
}
