/** What the preload puts on `window.rapporteur`. Types only: no code crosses here. */
export interface ServerConnection {
  url: string
  accessToken: string
}

export interface DesktopError {
  code: string
  message: string
}

/** IPC answers keep the shape of errors instead of throwing strings across the bridge. */
export type DesktopResult<T> = { ok: true; value: T } | { ok: false; error: DesktopError }

export interface DesktopApi {
  connection(): Promise<DesktopResult<ServerConnection>>
  /** Opens the system's dialog, by default for files; most systems have no dialog for both. */
  pickImports(what?: 'files' | 'folder'): Promise<DesktopResult<string[]>>
  /** Takes dropped File objects; the preload turns them into paths. */
  importFiles(files: File[]): Promise<DesktopResult<string[]>>
  importSamples(): Promise<DesktopResult<string[]>>
  openWorkbook(reportOid: string): Promise<DesktopResult<null>>
  showWorkbook(reportOid: string): Promise<DesktopResult<null>>
  saveWorkbookAs(reportOid: string): Promise<DesktopResult<string | null>>
  openExternal(url: string): Promise<DesktopResult<null>>
  /** Returns an unsubscribe function. */
  onWake(listener: () => void): () => void
}
