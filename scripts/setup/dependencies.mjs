import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { at, root, stampDir } from './paths.mjs'
import { SetupError, firstLines, npm, say } from './say.mjs'

const stamp = join(stampDir, 'lockfile')

/** The packages in `node_modules` are those of the lockfile. */
export function dependenciesReady() {
  const hash = lockfileHash()
  if (read(stamp) === hash) return true
  if (!installedByHand()) return false
  writeStamp(hash)
  return true
}

/**
 * Installs exactly what the lockfile names. Install scripts stay off: nothing we use needs one,
 * and they are the usual way in for a poisoned package.
 */
export async function installDependencies() {
  if (dependenciesReady()) return
  say('installing packages from package-lock.json (npm ci)')
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  // npm says first what is wrong, and then explains itself at length.
  const { ok, output } = await npm(args, { cwd: root })
  if (!ok) throw new SetupError(`npm ci failed:\n${firstLines(output)}`)
  writeStamp(lockfileHash())
}

/** True where a person ran `npm install`, so that we do not install it all again. */
function installedByHand() {
  const installed = parse(at('node_modules', '.package-lock.json'))?.packages
  const wanted = parse(at('package-lock.json'))?.packages
  if (!installed || !wanted) return false
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      entry.optional ||
      entry.devOptional ||
      entry.peer ||
      installed[path]?.version === entry.version,
  )
}

const lockfileHash = () =>
  createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex')

function writeStamp(hash) {
  mkdirSync(stampDir, { recursive: true })
  writeFileSync(stamp, hash)
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function parse(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
