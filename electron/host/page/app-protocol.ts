import { app, BrowserWindow, protocol } from 'electron'
import { extname, join } from 'node:path'
import { assetPath } from '../../../server/page/asset-path.ts'
import {
  builtAsset,
  builtPage,
  htmlType,
  lockedPolicy,
  newNonce,
  pageHeaders,
  scriptType,
  type PageAnswer,
} from '../../../server/page/built-page.ts'
import { contentSecurityPolicy } from '../../../server/page/content-security-policy.ts'
import { hostLimits } from '../limits.ts'
import { appHost, appScheme } from './app-url.ts'
import { failurePage, failureScript, failureScriptPath } from './failure-page.ts'
import { logHost } from '../log.ts'
import type { Look } from '../window/look.ts'
import type { Speech } from '../settings/speech.ts'
import type { ServerHost } from '../server/server-host.ts'
import type { Servers } from '../servers/servers-api.ts'
import { loadPage } from '../window/windows.ts'

/** Built page, beside `out/main`. */
const rendererDir = join(import.meta.dirname, '..', 'renderer')

/** Query of the page that says why the server could not start. */
const failed = '?failed'

/** Must run before the app is ready: afterwards Chromium knows its schemes for good. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

interface Answer extends PageAnswer {
  status: number
}

/**
 * Serves the built page, and where the server could not start, a page that says why.
 *
 * `protocol.handle` is the newer way. At the start it costs a tenth of the time: it makes the host read
 * Node's HTTP client, and hands every file on in pieces through this thread (docs/decisions/0005).
 */
export function setupAppProtocol(
  server: ServerHost,
  servers: Servers,
  look: Look,
  speech: Speech,
): void {
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
      return { status: 200, headers: pageHeaders(scriptType, lockedPolicy), body: failureScript }
    }
    const file = assetPath(rendererDir, url.pathname)
    if (file === null) return plain(404, 'Not found')
    if (extname(file) !== '.html') {
      startServerSoon()
      return found(builtAsset(file))
    }
    const hasFailed = url.search === failed && server.failure() !== null
    if (hasFailed) return pageOfFailure(server, speech)
    server.retry()
    return page(file, server, servers, look)
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
  servers.onChosen(() => {
    for (const window of BrowserWindow.getAllWindows()) loadPage(window)
  })
  server.onFailed(() => {
    for (const window of BrowserWindow.getAllWindows()) loadPage(window, failed)
  })
}

const found = (answer: PageAnswer | null): Answer =>
  answer === null ? plain(404, 'Not found') : { status: 200, ...answer }

/**
 * The page needs the server's address for its policy, but not yet its answers: both start side by side. It may talk to
 * the one that it shows and to no other.
 */
async function page(
  file: string,
  server: ServerHost,
  servers: Servers,
  look: Look,
): Promise<Answer> {
  const shown = await servers.shown()
  const serverUrl = shown === null ? await server.address() : shown.url
  return found(builtPage(file, { serverUrl, theme: look.theme(), server: servers.current() }))
}

function pageOfFailure(server: ServerHost, speech: Speech): Answer {
  const nonce = newNonce()
  const policy = contentSecurityPolicy({ serverUrl: null, nonce })
  const body = failurePage({
    error: server.failure(),
    dataDir: server.dataDir,
    nonce,
    language: speech.language(),
    system: `${app.getName()} ${app.getVersion()}, ${process.platform} ${process.arch}`,
  })
  return { status: 500, headers: pageHeaders(htmlType, policy), body }
}

const plain = (status: number, text: string): Answer => ({
  status,
  headers: pageHeaders('text/plain; charset=utf-8', lockedPolicy),
  body: text,
})
