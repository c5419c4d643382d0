import { app, BrowserWindow, protocol } from 'electron'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { hostLimits } from '../limits.ts'
import { appHost, appScheme } from './app-url.ts'
import { assetPath } from './asset-path.ts'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { failurePage, failureScript, failureScriptPath } from './failure-page.ts'
import { logHost } from '../log.ts'
import type { Look } from '../window/look.ts'
import type { Speech } from '../settings/speech.ts'
import type { ServerHost } from '../server/server-host.ts'
import { loadPage } from '../window/windows.ts'

/** Built page, beside `out/main`. */
const rendererDir = join(import.meta.dirname, '..', 'renderer')

/** Query of the page that says why the server could not start. */
const failed = '?failed'

/** Stand in index.html where the page reads its nonce, and which theme was chosen. */
const placeholders = {
  nonce: '__CSP_NONCE__',
  theme: '__APP_THEME__',
} as const

const htmlType = 'text/html; charset=utf-8'
const scriptType = 'text/javascript; charset=utf-8'

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

/** Must run before the app is ready: afterwards Chromium knows its schemes for good. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

interface Answer {
  status: number
  headers: Record<string, string>
  body: string | Buffer
}

/**
 * Serves the built page, and where the server could not start, a page that says why.
 *
 * `protocol.handle` is the newer way. At the start it costs a tenth of the time: it makes the host read
 * Node's HTTP client, and hands every file on in pieces through this thread (docs/decisions/0005).
 */
export function setupAppProtocol(server: ServerHost, look: Look, speech: Speech): void {
  // Reading the server keeps this thread busy for longer than the page can do without its files. So the
  // page gets them first, and both start side by side.
  let timer: NodeJS.Timeout | null = null
  const startServerSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = null
      server.started().catch(() => {})
    }, hostLimits.assetsFirstMs)
  }
  const answer = async (request: { url: string; method: string }): Promise<Answer> => {
    const url = new URL(request.url)
    if (url.host !== appHost) return plain(404, 'Not found')
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Read only')
    if (url.pathname === failureScriptPath) {
      return { status: 200, headers: headers(scriptType, lockedPolicy), body: failureScript }
    }
    const file = assetPath(rendererDir, url.pathname)
    if (file === null) return plain(404, 'Not found')
    if (extname(file) !== '.html') {
      startServerSoon()
      return asset(file)
    }
    const hasFailed = url.search === failed && server.failure() !== null
    if (hasFailed) return pageOfFailure(server, speech)
    server.retry()
    return page(file, server, look)
  }
  protocol.registerBufferProtocol(appScheme, (request, callback) => {
    answer(request)
      .catch((error: unknown) => {
        logHost('error', 'the page could not be served', { error: String(error) })
        return plain(500, 'Internal error')
      })
      .then(({ status, headers: { 'Content-Type': type = '', ...others }, body }) => {
        const [mimeType = '', charset = ''] = type.split('; charset=')
        const data = Buffer.isBuffer(body) ? body : Buffer.from(body)
        callback({ statusCode: status, headers: others, mimeType, charset, data })
      })
  })
  server.onFailed(() => {
    for (const window of BrowserWindow.getAllWindows()) loadPage(window, failed)
  })
}

/** Read in one go: this thread reads the server meanwhile, and every wait would be behind a piece of that. */
function asset(file: string): Answer {
  const type = contentTypes[extname(file)]
  const body = type === undefined ? null : readIfThere(file)
  if (type === undefined || body === null) return plain(404, 'Not found')
  return { status: 200, headers: headers(type, lockedPolicy), body }
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file)
  } catch {
    return null
  }
}

/** The page needs the server's address for its policy, but not yet its answers: both start side by side. */
async function page(file: string, server: ServerHost, look: Look): Promise<Answer> {
  const html = readIfThere(file)?.toString()
  if (html === undefined) return plain(404, 'Not found')
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy({ serverUrl: await server.address(), nonce })
  const body = html.replaceAll(placeholders.nonce, nonce).replace(placeholders.theme, look.theme())
  return { status: 200, headers: headers(htmlType, policy), body }
}

function pageOfFailure(server: ServerHost, speech: Speech): Answer {
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy({ serverUrl: null, nonce })
  const body = failurePage({
    error: server.failure(),
    dataDir: server.dataDir,
    nonce,
    language: speech.language(),
    system: `${app.getName()} ${app.getVersion()}, ${process.platform} ${process.arch}`,
  })
  return { status: 500, headers: headers(htmlType, policy), body }
}

/** For answers that are no page: should one ever be shown as a page, it can do nothing. */
const lockedPolicy = "default-src 'none'; frame-ancestors 'none'"

const plain = (status: number, text: string): Answer => ({
  status,
  headers: headers('text/plain; charset=utf-8', lockedPolicy),
  body: text,
})

const headers = (type: string, policy: string): Record<string, string> => ({
  'Content-Type': type,
  'Content-Security-Policy': policy,
  'Cache-Control': 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
})
