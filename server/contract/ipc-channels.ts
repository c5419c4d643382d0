/**
 * Names of the IPC channels between page and host: `area:verb`. `desktop-api.ts` says what each takes
 * and gives. This file imports nothing, because the sandboxed preload bundles whatever it imports.
 */
export const ipcChannels = {
  connection: 'server:connection',
  host: 'host:info',
  preferences: 'preferences:read',
  setPreferences: 'preferences:change',
  setLanguage: 'preferences:language',
  setTheme: 'preferences:theme',
  pickImports: 'imports:pick',
  /** (paths): what the preload made of dropped files. */
  importPaths: 'imports:paths',
  importSamples: 'imports:samples',
  openWorkbook: 'workbook:open',
  showWorkbook: 'workbook:show',
  saveWorkbookAs: 'workbook:save-as',
  saveReportAs: 'workbook:save-other',
  dragWorkbook: 'workbook:drag',
  saveTextAs: 'files:save-text',
  openLogFolder: 'files:open-logs',
  chooseDataFolder: 'files:choose-data',
  chooseLogo: 'files:choose-logo',
  chooseModel: 'files:choose-model',
  openExternal: 'links:open',
  /** () -> targets that were asked for before the page listened. */
  takeTargets: 'links:take-targets',
  servers: 'servers:list',
  addServer: 'servers:add',
  changeServer: 'servers:change',
  signInServer: 'servers:sign-in',
  cancelSignIn: 'servers:cancel-sign-in',
  removeServer: 'servers:remove',
  restoreServer: 'servers:restore',
  chooseServer: 'servers:choose',
  restart: 'quit:restart',
  answerQuit: 'quit:answer',
  update: 'updates:state',
  answerUpdate: 'updates:answer',
} as const

export type IpcChannel = (typeof ipcChannels)[keyof typeof ipcChannels]

/** Pushed by the host to the page. */
export const ipcEvents = {
  /** The machine woke up or the network came back: reconnect at once. */
  wake: 'host:wake',
  preferences: 'preferences:changed',
  target: 'links:target',
  /** A quit question, its countdown, or null once it is settled. */
  quitQuestion: 'quit:question',
  update: 'updates:changed',
  servers: 'servers:changed',
} as const

export type IpcEvent = (typeof ipcEvents)[keyof typeof ipcEvents]
