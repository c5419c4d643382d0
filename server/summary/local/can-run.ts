import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const systems: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'linux',
  darwin: 'mac',
  win32: 'win',
}

/**
 * Whether the optional part that runs models was installed, with machine code for this system. Looked up
 * without reading it: that happens in the process of a model alone.
 */
export function canRunModels(): boolean {
  const system = systems[process.platform]
  if (system === undefined) return false
  try {
    const main = createRequire(import.meta.url).resolve('node-llama-cpp')
    const code = join(dirname(main), '..', '..', '@node-llama-cpp')
    const names = [`${system}-${process.arch}`, `${system}-${process.arch}-metal`]
    return names.some((name) => existsSync(join(code, name, 'bins')))
  } catch {
    return false
  }
}
