import { protocol } from 'electron'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { appHost, appScheme } from './app-url.ts'
import { assetPath } from './asset-path.ts'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { failurePage } from './failure-page.ts'
import type { ServerHost } from './server-host.ts'

/** Built page, beside `out/main`. */
const rendererDir = join(import.meta.dirname, '..', 'renderer')

/** Stands in index.html where the page reads its nonce. */
const noncePlaceholder = '__CSP_NONCE__'

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** Must run before the app is ready: afterwards Chromium knows its schemes for good. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

/** Serves the built page, and where the server could not start, a page that says why. */
export function setupAppProtocol(server: ServerHost): void {
  protocol.handle(appScheme, async (request) => {
    const url = new URL(request.url)
    if (url.host !== appHost) return plain(404, 'Not found')
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Read only')
    const file = assetPath(rendererDir, url.pathname)
    if (file === null) return plain(404, 'Not found')
    return extname(file) === '.html' ? page(file, server) : asset(file)
  })
}

async function asset(file: string): Promise<Response> {
  const type = contentTypes[extname(file)]
  const bytes = type === undefined ? null : await readFile(file).catch(() => null)
  if (type === undefined || bytes === null) return plain(404, 'Not found')
  return new Response(bytes, { headers: headers(type, lockedPolicy) })
}

/** The page waits for the server, because its policy names the server's port. */
async function page(file: string, server: ServerHost): Promise<Response> {
  const html = await readFile(file, 'utf8').catch(() => null)
  if (html === null) return plain(404, 'Not found')
  const nonce = randomBytes(16).toString('base64')
  const type = contentTypes['.html'] ?? ''
  try {
    const { url } = await server.started()
    const policy = contentSecurityPolicy({ serverUrl: url, nonce })
    return new Response(html.replaceAll(noncePlaceholder, nonce), {
      headers: headers(type, policy),
    })
  } catch (error) {
    const policy = contentSecurityPolicy({ serverUrl: null, nonce })
    const body = failurePage({ error, dataDir: server.dataDir, nonce })
    return new Response(body, { status: 500, headers: headers(type, policy) })
  }
}

/** For answers that are no page: should one ever be shown as a page, it can do nothing. */
const lockedPolicy = "default-src 'none'; frame-ancestors 'none'"

const plain = (status: number, text: string): Response =>
  new Response(text, { status, headers: headers('text/plain; charset=utf-8', lockedPolicy) })

const headers = (type: string, policy: string): Record<string, string> => ({
  'Content-Type': type,
  'Content-Security-Policy': policy,
  'Cache-Control': 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
})
