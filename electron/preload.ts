import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type {
  DesktopApi,
  DesktopPreferences,
  DesktopResult,
  DesktopTarget,
  KnownServer,
  QuitQuestion,
  ServerConnection,
  ServerList,
  UpdateState,
} from '../server/contract/desktop-api.ts'
import {
  ipcChannels,
  ipcEvents,
  type IpcChannel,
  type IpcEvent,
} from '../server/contract/ipc-channels.ts'

const ask = <T>(channel: IpcChannel, ...args: unknown[]): Promise<DesktopResult<T>> =>
  ipcRenderer.invoke(channel, ...args) as Promise<DesktopResult<T>>

/** Gives the listener the data alone: the event would hand Electron's sender to the page. */
const hear = <T>(event: IpcEvent, listener: (data: T) => void): (() => void) => {
  const onEvent = (_event: unknown, data: T): void => listener(data)
  ipcRenderer.on(event, onEvent)
  return () => {
    ipcRenderer.off(event, onEvent)
  }
}

/**
 * Asked now, while the host is idle: by the time the page asks, it is busy reading the server. The same
 * holds for the page's memory, which the first look at it fetches.
 */
const askConnection = () => ask<ServerConnection>(ipcChannels.connection)
const isOurs = location.protocol === 'app:'
let connection = isOurs ? askConnection() : null
if (isOurs) localStorage.getItem('rapporteur.window')

/** Named functions and nothing of Electron's own: all that the page can ask of the host. */
const api: DesktopApi = {
  connection: () => {
    const answer = connection ?? askConnection()
    connection = null
    return answer
  },
  host: () => ask(ipcChannels.host),
  preferences: () => ask(ipcChannels.preferences),
  setPreferences: (patch) => ask(ipcChannels.setPreferences, patch),
  onPreferences: (listener) => hear<DesktopPreferences>(ipcEvents.preferences, listener),
  setLanguage: (language) => ask(ipcChannels.setLanguage, language),
  setTheme: (theme) => ask(ipcChannels.setTheme, theme),
  pickImports: (what = 'files') => ask(ipcChannels.pickImports, what),
  importFiles: (files) =>
    // A file that was made by a page has no path; only what came from the disk is imported.
    ask(
      ipcChannels.importPaths,
      files.map((file) => webUtils.getPathForFile(file)).filter(Boolean),
    ),
  importSamples: () => ask(ipcChannels.importSamples),
  openWorkbook: (reportOid) => ask(ipcChannels.openWorkbook, reportOid),
  showWorkbook: (reportOid) => ask(ipcChannels.showWorkbook, reportOid),
  saveWorkbookAs: (reportOid) => ask(ipcChannels.saveWorkbookAs, reportOid),
  saveReportAs: (reportOid, format) => ask(ipcChannels.saveReportAs, reportOid, format),
  saveTextAs: (name, text) => ask(ipcChannels.saveTextAs, name, text),
  dragWorkbook: (reportOid) => ask(ipcChannels.dragWorkbook, reportOid),
  openExternal: (url) => ask(ipcChannels.openExternal, url),
  openLogFolder: () => ask(ipcChannels.openLogFolder),
  chooseDataFolder: () => ask(ipcChannels.chooseDataFolder),
  chooseLogo: () => ask(ipcChannels.chooseLogo),
  chooseModel: () => ask(ipcChannels.chooseModel),
  servers: () => ask(ipcChannels.servers),
  addServer: (wanted) => ask<KnownServer>(ipcChannels.addServer, wanted),
  changeServer: (serverOid, change) =>
    ask<KnownServer>(ipcChannels.changeServer, serverOid, change),
  signInServer: (wanted) => ask<KnownServer>(ipcChannels.signInServer, wanted),
  cancelSignIn: () => ask(ipcChannels.cancelSignIn),
  removeServer: (serverOid) => ask(ipcChannels.removeServer, serverOid),
  restoreServer: (serverOid) => ask(ipcChannels.restoreServer, serverOid),
  chooseServer: (serverOid) => ask(ipcChannels.chooseServer, serverOid),
  onServers: (listener) => hear<ServerList>(ipcEvents.servers, listener),
  restart: () => ask(ipcChannels.restart),
  answerQuit: (answer) => ask(ipcChannels.answerQuit, answer),
  onQuitQuestion: (listener) => hear<QuitQuestion | null>(ipcEvents.quitQuestion, listener),
  update: () => ask(ipcChannels.update),
  answerUpdate: (answer) => ask(ipcChannels.answerUpdate, answer),
  onUpdate: (listener) => hear<UpdateState>(ipcEvents.update, listener),
  onTarget: (listener) => {
    const stop = hear<DesktopTarget>(ipcEvents.target, listener)
    // Links may have started the app, long before there was a page to hear of them.
    void ask<DesktopTarget[]>(ipcChannels.takeTargets).then((answer) => {
      if (answer.ok) answer.value.forEach(listener)
    })
    return stop
  },
  onWake: (listener) => hear<undefined>(ipcEvents.wake, () => listener()),
}

contextBridge.exposeInMainWorld('rapporteur', api)
