import { app, dialog, shell } from 'electron'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import { hostLimits } from '../../server/contract/limits.ts'
import type { createDataFolder } from '../host/data-folder.ts'
import { HostError } from '../host/host-error.ts'
import { recall, remember } from '../host/remembered.ts'
import { saveFile } from '../host/save-file.ts'
import type { Speech } from '../host/speech.ts'
import { handle } from './handle.ts'

/** A proposal only, and a name, not a way to elsewhere: the person chooses in the dialog. */
const FileName = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[^/\\:*?"<>|]+\.(txt|json|csv|md)$/u)

export function setupFilesIpc(options: {
  dataFolder: ReturnType<typeof createDataFolder>
  speech: Speech
}): void {
  const { dataFolder, speech } = options

  handle(
    ipcChannels.saveTextAs,
    z.tuple([FileName, z.string().max(hostLimits.maxSavedText)]),
    async ([name, text], window) => {
      const extension = name.slice(name.lastIndexOf('.') + 1)
      const filter = { name: extension.toUpperCase(), extensions: [extension] }
      const title = speech.words().saveTextTitle
      return saveFile({ title, name, filter, window }, (path) => writeFile(path, text))
    },
  )

  handle(ipcChannels.openLogFolder, z.tuple([]), async () => {
    const folder = join(dataFolder.path, 'logs')
    // Before the first start has come to writing there.
    await mkdir(folder, { recursive: true }).catch(() => {})
    const refusal = await shell.openPath(folder)
    if (refusal !== '') {
      throw new HostError('no_program', `The log folder did not open. It is "${folder}".`)
    }
    return null
  })

  handle(ipcChannels.chooseDataFolder, z.tuple([]), async (_args, window) => {
    if (dataFolder.info().isFixed) dataFolder.choose('')
    const words = speech.words()
    const answer = await dialog.showOpenDialog(window, {
      title: words.chooseDataTitle,
      buttonLabel: words.choose,
      defaultPath: dirname(dataFolder.path),
      properties: ['openDirectory', 'createDirectory', 'promptToCreate'],
    })
    const [folder] = answer.filePaths
    if (answer.canceled || folder === undefined) return null
    dataFolder.choose(folder)
    return dataFolder.info()
  })

  handle(ipcChannels.chooseLogo, z.tuple([]), async (_args, window) => {
    const words = speech.words()
    const answer = await dialog.showOpenDialog(window, {
      title: words.chooseLogoTitle,
      buttonLabel: words.choose,
      defaultPath: recall().imageDir ?? app.getPath('pictures'),
      filters: [{ name: words.images, extensions: ['png', 'jpg', 'jpeg'] }],
      properties: ['openFile'],
    })
    const [file] = answer.filePaths
    if (answer.canceled || file === undefined) return null
    remember({ imageDir: dirname(file) })
    return file
  })
}
