import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { thisComputer } from '../contract/desktop-servers.ts'
import { contentSecurityPolicy } from './content-security-policy.ts'

/** What a request for a part of the window's page is answered with. */
export interface PageAnswer {
  headers: Record<string, string>
  body: string | Buffer
}

/** Stand in index.html where the page reads its nonce, which theme was chosen, and which server it shows. */
const placeholders = {
  nonce: '__CSP_NONCE__',
  theme: '__APP_THEME__',
  server: '__APP_SERVER__',
} as const

export const htmlType = 'text/html; charset=utf-8'
export const scriptType = 'text/javascript; charset=utf-8'

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': htmlType,
  '.ico': 'image/x-icon',
  '.js': scriptType,
  '.json': 'application/json; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** For answers that are no page: should one ever be shown as a page, it can do nothing. */
export const lockedPolicy = "default-src 'none'; frame-ancestors 'none'"

export const pageHeaders = (type: string, policy: string): Record<string, string> => ({
  'Content-Type': type,
  'Content-Security-Policy': policy,
  'Cache-Control': 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
})

export const newNonce = (): string => randomBytes(16).toString('base64')

/** Read in one go: at the start of the app every wait would be behind a piece of reading the server. */
function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file)
  } catch {
    return null
  }
}

/** A script, a style or a picture of the page; null where it is not there, or nothing of the kind. */
export function builtAsset(file: string): PageAnswer | null {
  const type = contentTypes[extname(file)]
  const body = type === undefined ? null : readIfThere(file)
  if (type === undefined || body === null) return null
  return { headers: pageHeaders(type, lockedPolicy), body }
}

/**
 * The page itself, with a policy of its own for each load.
 *
 * @param options.serverUrl what it may talk to besides where it comes from; null: nothing
 * @param options.theme that was chosen, as `app-theme` of index.html
 * @param options.server that the window shows, as `app-server` of index.html; default the one that it came with
 */
export function builtPage(
  file: string,
  {
    serverUrl,
    theme,
    server = thisComputer,
  }: { serverUrl: string | null; theme: string; server?: string },
): PageAnswer | null {
  const html = readIfThere(file)?.toString()
  if (html === undefined) return null
  const nonce = newNonce()
  const body = html
    .replaceAll(placeholders.nonce, nonce)
    .replace(placeholders.theme, theme)
    .replace(placeholders.server, server)
  return { headers: pageHeaders(htmlType, contentSecurityPolicy({ serverUrl, nonce })), body }
}
