import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

/**
 * Writes down which packages a build has taken code from: their licences want to be told, and a list of parts of the
 * program must name them, though no folder of theirs is left. One JSON array of folders below the root.
 */
export function listBundledPackages(file: string): Plugin {
  return {
    name: 'list-bundled-packages',
    generateBundle(_options, bundle) {
      const folders = Object.values(bundle)
        .flatMap((output) => (output.type === 'chunk' ? output.moduleIds : []))
        .flatMap(
          (id) =>
            /^.*(node_modules\/(?:@[^/]+\/)?[^/?]+)\//.exec(id.replaceAll('\\', '/'))?.[0] ?? [],
        )
        .map((folder) => folder.replace(/^\0/, '').replace(/\/$/, ''))
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, JSON.stringify([...new Set(folders)].sort(), null, 1))
    },
  }
}

export const bundledList = (root: string, part: string): string =>
  join(root, 'out', 'bundled', `${part}.json`)
