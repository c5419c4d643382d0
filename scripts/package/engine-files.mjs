import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { at } from '../setup/paths.mjs'

/**
 * The engine that runs models is optional for those who install the npm package, so it is no dependency that
 * electron-builder would find. What it reads is found here: itself, what it depends on, and its machine code
 * for this system.
 *
 * @returns {string[]} folders below `node_modules`, with `/` between their parts; none where it is not installed
 */
export function engineFolders() {
  const modules = at('node_modules')
  const found = new Set()
  const visit = (from, name) => {
    const folder = resolveFolder(from, name)
    if (folder === null || found.has(folder)) return
    found.add(folder)
    const { dependencies = {} } = readManifest(folder)
    for (const wanted of Object.keys(dependencies)) visit(folder, wanted)
  }
  visit(at('.'), 'node-llama-cpp')
  if (found.size > 0) {
    const { optionalDependencies = {} } = readManifest(join(modules, 'node-llama-cpp'))
    for (const name of Object.keys(optionalDependencies)) {
      const folder = join(modules, ...name.split('/'))
      // Systems whose machine code could not be had are stood in for by an empty package.
      if (existsSync(join(folder, 'bins'))) found.add(folder)
    }
  }
  return [...found].map((folder) => relative(modules, folder).split(sep).join('/'))
}

/** Node's own way: the nearest `node_modules` upwards, which is not below the package that asks. */
function resolveFolder(from, name) {
  for (let dir = from; dir !== dirname(dir); dir = dirname(dir)) {
    const folder = join(dir, 'node_modules', ...name.split('/'))
    if (existsSync(join(folder, 'package.json'))) return folder
  }
  return null
}

const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
