import { app, BrowserWindow, dialog, type OpenDialogOptions } from 'electron'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { HostError } from '../host-error.ts'
import { recall, remember } from '../settings/remembered.ts'
import type { ServerHost } from '../server/server-host.ts'
import type { Servers } from '../servers/servers-api.ts'
import type { Speech } from '../settings/speech.ts'
import type { HostWords } from '../settings/words.ts'

export type ImportPick = 'files' | 'folder'

/** Starts imports from this computer's files. Each method gives the ids of the imports it began. */
export interface HostImports {
  paths(paths: string[]): Promise<string[]>
  /** Asks with the system's dialog; an empty list when the person closes it. */
  pick(what: ImportPick, window: BrowserWindow | undefined): Promise<string[]>
  samples(): Promise<string[]>
}

/** They go to the server that the window shows. */
export function createHostImports(
  server: ServerHost,
  servers: Servers,
  speech: Speech,
): HostImports {
  const paths = async (chosen: string[]): Promise<string[]> => {
    const shown = await servers.shown()
    if (shown !== null) {
      const { uploadPaths } = await import('../servers/upload.ts')
      return uploadPaths(chosen, shown)
    }
    const { importPaths } = await server.started()
    // The zone is used only where a file names none; most exports were made on this computer.
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    return importPaths(chosen, { timeZone })
  }
  return {
    paths,
    async pick(what, window) {
      const options = dialogOptions(what, speech.words())
      const answer = window
        ? await dialog.showOpenDialog(window, options)
        : await dialog.showOpenDialog(options)
      const first = answer.filePaths[0]
      if (answer.canceled || first === undefined) return []
      remember({ importDir: dirname(first) })
      return paths(answer.filePaths)
    },
    async samples() {
      const folder = samplesDir()
      if (!existsSync(folder)) {
        throw new HostError('samples_missing', {})
      }
      return paths([folder])
    },
  }
}

function dialogOptions(what: ImportPick, words: HostWords): OpenDialogOptions {
  // Only macOS has one dialog for both; elsewhere asking for folders hides the files.
  const isMac = process.platform === 'darwin'
  const { importDir } = recall()
  return {
    title: what === 'files' ? words.importFilesTitle : words.importFolderTitle,
    buttonLabel: words.import,
    defaultPath: importDir ?? app.getPath('downloads'),
    properties: [
      'multiSelections',
      ...(what === 'files' || isMac ? ['openFile' as const] : []),
      ...(what === 'folder' || isMac ? ['openDirectory' as const] : []),
    ],
  }
}

const samplesDir = (): string =>
  join(app.isPackaged ? process.resourcesPath : app.getAppPath(), 'samples')
