import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { runtimeMark } from '../setup/runtime-from-registry.mjs'

/**
 * Takes out of a copy of Electron what the app does not need.
 *
 * @param {string} folder
 * @param {string[]} languages files of `locales/` that stay, without their ending
 */
export function cleanRuntime(folder, languages) {
  // A runtime from the npm registry brings a launcher for unpacked apps, and the address of another's updates.
  for (const name of ['app', 'app-update.yml'])
    rmSync(join(folder, 'resources', name), { recursive: true, force: true })
  rmSync(join(folder, runtimeMark), { force: true })
  keepLanguages(join(folder, 'locales'), languages)
  compress(join(folder, 'LICENSES.chromium.html'))
}

/** electron-builder's own list takes `es-419` for `es`. */
function keepLanguages(locales, languages) {
  if (!existsSync(locales)) return
  for (const name of readdirSync(locales))
    if (!languages.includes(name.replace(/\.pak$/, ''))) rmSync(join(locales, name))
}

/** Nine megabytes that say a few licences hundreds of times; nobody is to miss a word of them. */
function compress(file) {
  if (!existsSync(file)) return
  writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }))
  rmSync(file)
}
