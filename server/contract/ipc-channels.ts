/**
 * Names of the IPC channels between page and host: `area:verb`.
 * This file imports nothing, because the sandboxed preload bundles whatever it imports.
 */
export const ipcChannels = {
  /** () -> { url, accessToken }: how the page reaches the server. */
  connection: 'server:connection',
  /** (what: 'files' | 'folder') -> importOids: opens the system's file dialog and imports what was picked. */
  pickImports: 'imports:pick',
  /** (paths) -> importOids: imports files and folders that were dropped on the window. */
  importPaths: 'imports:paths',
  /** () -> importOids: imports the sample rooms that ship with the app. */
  importSamples: 'imports:samples',
  /** (reportOid) -> void */
  openWorkbook: 'workbook:open',
  showWorkbook: 'workbook:show',
  /** (reportOid) -> saved path's file name, or null if the person closed the dialog. */
  saveWorkbookAs: 'workbook:save-as',
  /** (url) -> void: opens an https link in the browser. */
  openExternal: 'links:open',
} as const

export type IpcChannel = (typeof ipcChannels)[keyof typeof ipcChannels]

/** Pushed by the host to the page. */
export const ipcEvents = {
  /** The machine woke up or the network came back: reconnect at once. */
  wake: 'host:wake',
} as const
