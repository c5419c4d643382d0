import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Copies what a package is to hold to where it is to lie, with the rights that packages have: everybody reads, the owner
 * writes, programs stay programs.
 *
 * @param {string} tree folder that stands for `/`
 * @param {{ source: string, destination: string }[]} files
 */
export function layOut(tree, files) {
  for (const { source, destination } of files) {
    const target = join(tree, destination)
    mkdirSync(dirname(target), { recursive: true })
    cpSync(source, target, { recursive: true, verbatimSymlinks: true })
  }
  for (const path of walk(tree)) {
    const stats = lstatSync(path)
    if (stats.isDirectory() || stats.mode & 0o100) chmodSync(path, 0o755)
    else if (stats.isFile()) chmodSync(path, 0o644)
  }
}

/** Every path below a folder, the folder first; links are not followed. @returns {string[]} */
export const walk = (folder) => [
  folder,
  ...readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? walk(path) : entry.isSymbolicLink() ? [] : [path]
    }),
]

/** Bytes of all files below a folder. */
export const bytesOf = (folder) =>
  walk(folder).reduce((sum, path) => sum + (statSync(path).isFile() ? statSync(path).size : 0), 0)
