import { basename } from 'node:path'

/** The name that a `Content-Disposition` gives a file, without a way to elsewhere; null if it gives none. */
export function attachmentName(header: string | null): string | null {
  const encoded = /filename\*=UTF-8''([^;\s]+)/i.exec(header ?? '')?.[1]
  const plain = /filename="([^"]*)"/i.exec(header ?? '')?.[1]
  const name = encoded === undefined ? plain : decoded(encoded)
  // oxlint-disable-next-line no-control-regex -- a name from elsewhere
  const safe = basename((name ?? '').replaceAll('\\', '/')).replaceAll(/[\0-\x1f:*?"<>|]/g, '_')
  return /^\.*$/.test(safe) ? null : safe
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
