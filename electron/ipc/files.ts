import { app, dialog, shell, type BrowserWindow, type OpenDialogOptions } from 'electron'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import type { createDataFolder } from '../host/settings/data-folder.ts'
import { HostError } from '../host/host-error.ts'
import { recall, remember } from '../host/settings/remembered.ts'
import { saveFile } from '../host/files/save-file.ts'
import type { Speech } from '../host/settings/speech.ts'
import { answer, handle } from './handle.ts'

export function setupFilesIpc(options: {
  dataFolder: ReturnType<typeof createDataFolder>
  speech: Speech
}): void {
  const { dataFolder, speech } = options

  handle(ipcChannels.saveTextAs, async ([name, text], window) => {
    const extension = name.slice(name.lastIndexOf('.') + 1)
    const filter = { name: extension.toUpperCase(), extensions: [extension] }
    const title = speech.words().saveTextTitle
    return saveFile({ title, name, filter, window }, (path) => writeFile(path, text))
  })

  answer(ipcChannels.openLogFolder, async () => {
    const folder = join(dataFolder.path, 'logs')
    // Before the first start has come to writing there.
    await mkdir(folder, { recursive: true }).catch(() => {})
    const refusal = await shell.openPath(folder)
    if (refusal !== '') {
      throw new HostError('no_program', { context: 'logs', folder })
    }
    return null
  })

  answer(ipcChannels.chooseDataFolder, async (window) => {
    if (dataFolder.info().isFixed) dataFolder.choose('')
    const words = speech.words()
    const picked = await dialog.showOpenDialog(window, {
      title: words.chooseDataTitle,
      buttonLabel: words.choose,
      defaultPath: dirname(dataFolder.path),
      properties: ['openDirectory', 'createDirectory', 'promptToCreate'],
    })
    const [folder] = picked.filePaths
    if (picked.canceled || folder === undefined) return null
    dataFolder.choose(folder)
    return dataFolder.info()
  })

  const chooseFile = async (
    window: BrowserWindow,
    asked: Pick<OpenDialogOptions, 'title' | 'defaultPath' | 'filters'>,
  ): Promise<string | null> => {
    const { choose: buttonLabel } = speech.words()
    const wanted = { ...asked, buttonLabel, properties: ['openFile' as const] }
    const picked = await dialog.showOpenDialog(window, wanted)
    return picked.canceled ? null : (picked.filePaths[0] ?? null)
  }

  answer(ipcChannels.chooseModel, (window) =>
    chooseFile(window, {
      title: speech.words().chooseModelTitle,
      defaultPath: app.getPath('downloads'),
      filters: [{ name: 'GGUF', extensions: ['gguf'] }],
    }),
  )

  answer(ipcChannels.chooseLogo, async (window) => {
    const { chooseLogoTitle: title, images: name } = speech.words()
    const file = await chooseFile(window, {
      title,
      defaultPath: recall().imageDir ?? app.getPath('pictures'),
      filters: [{ name, extensions: ['png', 'jpg', 'jpeg'] }],
    })
    if (file !== null) remember({ imageDir: dirname(file) })
    return file
  })
}
