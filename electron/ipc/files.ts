import { app, dialog, shell } from 'electron'
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

  answer(ipcChannels.chooseModel, async (window) => {
    const words = speech.words()
    const picked = await dialog.showOpenDialog(window, {
      title: words.chooseModelTitle,
      buttonLabel: words.choose,
      defaultPath: app.getPath('downloads'),
      filters: [{ name: 'GGUF', extensions: ['gguf'] }],
      properties: ['openFile'],
    })
    return picked.canceled ? null : (picked.filePaths[0] ?? null)
  })

  answer(ipcChannels.chooseLogo, async (window) => {
    const words = speech.words()
    const picked = await dialog.showOpenDialog(window, {
      title: words.chooseLogoTitle,
      buttonLabel: words.choose,
      defaultPath: recall().imageDir ?? app.getPath('pictures'),
      filters: [{ name: words.images, extensions: ['png', 'jpg', 'jpeg'] }],
      properties: ['openFile'],
    })
    const [file] = picked.filePaths
    if (picked.canceled || file === undefined) return null
    remember({ imageDir: dirname(file) })
    return file
  })
}
