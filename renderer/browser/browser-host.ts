import type {
  DesktopApi,
  DesktopPreferences,
  DesktopResult,
  ReportFormat,
} from '../../server/contract/desktop-api.ts'
import { thisComputer } from '../../server/contract/desktop-servers.ts'
import { pickFiles } from './pick-files.ts'
import { upload } from './upload.ts'

const done = <T>(value: T): Promise<DesktopResult<T>> => Promise.resolve({ ok: true, value })

async function told<T>(work: () => Promise<T>): Promise<DesktopResult<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    const { code = 'unreachable', params } = error as {
      code?: string
      params?: Record<string, unknown>
    }
    const message = error instanceof Error ? error.message : String(error)
    return { ok: false, error: { code, params, message } }
  }
}

/** What a browser never does: there is no tray, and closing the page ends nothing. */
const preferences: DesktopPreferences = {
  closeToTray: false,
  notifications: 'none',
  keepAwake: false,
  confirmQuit: false,
}

/** Lets the browser save what the server answers with, under the name that it gives. */
function download(url: string, name = ''): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}

const paths: Readonly<Record<ReportFormat, string>> = {
  csv: 'transcript.csv',
  markdown: 'report.md',
  html: 'report.html',
  // The browser prints it, and keeps it as PDF.
  pdf: 'report.html',
}

const platform = (): 'darwin' | 'win32' | 'linux' => {
  if (/mac/i.test(navigator.userAgent)) return 'darwin'
  return /windows/i.test(navigator.userAgent) ? 'win32' : 'linux'
}

export interface BrowserHostOptions {
  version: string
  /** Keeps which theme was chosen for the next visit. */
  storage: Pick<Storage, 'setItem'>
}

export const themeKey = 'rapporteur-theme'

/**
 * What the host does for the window, as far as a browser can: files are uploaded and downloaded, and the cookie of the
 * session authenticates. What only a desktop can do does nothing here, and is not offered (`isInBrowser`).
 */
export function browserHost({ version, storage }: BrowserHostOptions): DesktopApi {
  const report = (oid: string) => `/api/reports/${encodeURIComponent(oid)}`
  const saveWorkbook = (oid: string): Promise<DesktopResult<null>> => {
    download(`${report(oid)}/workbook`)
    return done(null)
  }
  const noop = () => () => undefined
  const refused = () =>
    Promise.resolve({ ok: false as const, error: { code: 'server_unknown', message: '' } })
  const dataFolder = { path: '', next: null, isFixed: true }
  return {
    connection: () => done({ url: location.origin, accessToken: '' }),
    host: () => done({ platform: platform(), version, canTray: false, dataFolder, updates: 'off' }),
    preferences: () => done(preferences),
    setPreferences: () => done(preferences),
    onPreferences: noop,
    setLanguage: () => done(null),
    setTheme(theme) {
      storage.setItem(themeKey, theme)
      return done(null)
    },
    pickImports: (what) => told(async () => upload(await pickFiles(what))),
    importFiles: (files) => told(() => upload(files.map((file) => ({ name: file.name, file })))),
    importSamples: () => done([]),
    openWorkbook: saveWorkbook,
    showWorkbook: saveWorkbook,
    saveWorkbookAs: saveWorkbook,
    saveReportAs(oid, format) {
      download(`${report(oid)}/${paths[format]}`)
      return done(null)
    },
    saveTextAs(name, text) {
      const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
      download(url, name)
      URL.revokeObjectURL(url)
      return done(null)
    },
    dragWorkbook: () => done(null),
    openExternal(url) {
      window.open(url, '_blank', 'noopener,noreferrer')
      return done(null)
    },
    openLogFolder: () => done(null),
    chooseDataFolder: () => done(null),
    chooseLogo: () => done(null),
    chooseModel: () => done(null),
    // A page shows the server that it came from.
    servers: () =>
      done({
        servers: [],
        current: thisComputer,
        own: { running: 0, waiting: 0, failed: 0 },
        removed: null,
        signingIn: null,
      }),
    addServer: refused,
    changeServer: refused,
    signInServer: refused,
    cancelSignIn: () => done(null),
    removeServer: () => done(null),
    restoreServer: () => done(null),
    chooseServer: () => done(null),
    onServers: noop,
    restart() {
      location.reload()
      return done(null)
    },
    answerQuit: () => done(null),
    onQuitQuestion: noop,
    // Whoever runs the server installs its newer versions.
    update: () => done({ step: 'none' }),
    answerUpdate: () => done(null),
    onUpdate: noop,
    onTarget: noop,
    onWake(listener) {
      window.addEventListener('online', listener)
      return () => window.removeEventListener('online', listener)
    },
  }
}
