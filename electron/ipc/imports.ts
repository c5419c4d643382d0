import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import { HostError } from '../host/host-error.ts'
import type { HostImports } from '../host/imports.ts'
import { handle } from './handle.ts'

const Path = z
  .string()
  .max(32_767)
  .refine((path) => isAbsolute(path) && !path.includes('\0'), 'An absolute path is needed')

export function setupImportsIpc(imports: HostImports): void {
  handle(
    ipcChannels.pickImports,
    z.tuple([z.enum(['files', 'folder']).default('files')]),
    ([what], window) => imports.pick(what, window),
  )
  // An empty list is something dropped that is no file of this computer, such as a picture of a page.
  handle(ipcChannels.importPaths, z.tuple([z.array(Path).max(1_000)]), async ([paths]) => {
    if (paths.length === 0) {
      throw new HostError('nothing_to_import', 'Drop files or folders of this computer.')
    }
    return imports.paths(paths)
  })
  handle(ipcChannels.importSamples, z.tuple([]), () => imports.samples())
}
