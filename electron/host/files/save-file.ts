import { app, dialog, type BrowserWindow, type FileFilter } from 'electron'
import { rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { HostError } from '../host-error.ts'
import { recall, remember } from '../settings/remembered.ts'

/**
 * Asks where to save and lets `write` do it, beside the chosen name first: what stood there before is
 * lost only once the new file is whole.
 *
 * @returns the name of the saved file; null if the person closed the dialog
 * @throws HostError `save_failed`
 */
export async function saveFile(
  options: { title: string; name: string; filter: FileFilter; window: BrowserWindow },
  write: (path: string) => Promise<void>,
): Promise<string | null> {
  const { title, name, filter, window } = options
  const folder = recall().saveDir ?? app.getPath('downloads')
  const answer = await dialog.showSaveDialog(window, {
    title,
    defaultPath: join(folder, name),
    filters: [filter],
  })
  if (answer.canceled || !answer.filePath) return null
  const path = answer.filePath
  const unfinished = `${path}.part`
  try {
    await write(unfinished)
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {})
    if (error instanceof HostError) throw error
    throw new HostError('save_failed', { file: basename(path), text: String(error) })
  }
  remember({ saveDir: dirname(path) })
  return basename(path)
}
