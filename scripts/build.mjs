import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { writeLicences } from './package/licences.mjs'
import { at, root } from './setup/paths.mjs'
import { SetupError, run, say } from './setup/say.mjs'

const sources = ['electron', 'renderer', 'server']
const files = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json']
const stamp = at('out', '.built-from')

/** `out/` was made from the sources as they are now. */
export function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()
}

/** Builds the app, the server and the page into `out/`, unless that is done. */
export async function build() {
  if (isBuilt()) return
  say('building (electron-vite)')
  // Taken before the build: a file saved while it runs must lead to another one.
  const print = fingerprint()
  // A build that fails halfway leaves files of two ages, which no stamp may vouch for.
  rmSync(stamp, { force: true })
  // Chunks of earlier builds have other names and would be packed with the new ones.
  for (const part of ['main', 'preload', 'renderer'])
    rmSync(at('out', part), { recursive: true, force: true })
  const program = at('node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { ok, output } = await run(process.execPath, [program, 'build'], { cwd: root })
  if (!ok) throw new SetupError(`The build failed:\n${output}`)
  writeLicences()
  writeFileSync(stamp, print)
}

/** Names, sizes and times of the sources; reading them all would cost every start. */
function fingerprint() {
  const hash = createHash('sha256')
  const add = (file) => {
    const { size, mtimeMs } = statSync(file)
    hash.update(`${relative(root, file)}\0${size}\0${mtimeMs}\n`)
  }
  const walk = (dir) => {
    for (const entry of readdirSync(dir, { withFileTypes: true }).sort(byName)) {
      const path = join(dir, entry.name)
      if (entry.isDirectory()) walk(path)
      else if (!/\.test\.tsx?$/.test(entry.name)) add(path)
    }
  }
  for (const file of files) add(at(file))
  for (const dir of sources) walk(at(dir))
  return hash.digest('hex')
}

const byName = (a, b) => (a.name < b.name ? -1 : 1)
