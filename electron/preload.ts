import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { DesktopApi, DesktopResult } from '../server/contract/desktop-api.ts'
import { ipcChannels, ipcEvents, type IpcChannel } from '../server/contract/ipc-channels.ts'

const ask = <T>(channel: IpcChannel, ...args: unknown[]): Promise<DesktopResult<T>> =>
  ipcRenderer.invoke(channel, ...args) as Promise<DesktopResult<T>>

/** Named functions and nothing of Electron's own: all that the page can ask of the host. */
const api: DesktopApi = {
  connection: () => ask(ipcChannels.connection),
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
  openExternal: (url) => ask(ipcChannels.openExternal, url),
  onWake: (listener) => {
    const onEvent = (): void => listener()
    ipcRenderer.on(ipcEvents.wake, onEvent)
    return () => {
      ipcRenderer.off(ipcEvents.wake, onEvent)
    }
  },
}

contextBridge.exposeInMainWorld('rapporteur', api)
