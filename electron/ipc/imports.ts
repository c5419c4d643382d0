import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import { HostError } from '../host/host-error.ts'
import type { HostImports } from '../host/files/imports.ts'
import { answer, handle } from './handle.ts'

export function setupImportsIpc(imports: HostImports): void {
  handle(ipcChannels.pickImports, ([what], window) => imports.pick(what, window))
  // An empty list is something dropped that is no file of this computer, such as a picture of a page.
  handle(ipcChannels.importPaths, async ([paths]) => {
    if (paths.length === 0) {
      throw new HostError('nothing_to_import', { context: 'dropped' })
    }
    return imports.paths(paths)
  })
  answer(ipcChannels.importSamples, () => imports.samples())
}
