import { pathToFileURL } from 'node:url'
import { build, isBuilt } from './build.mjs'
import { dependenciesReady, installDependencies } from './setup/dependencies.mjs'
import { electronReady, installElectron } from './setup/electron-runtime.mjs'
import { withLock } from './setup/lock.mjs'
import { SetupError, say } from './setup/say.mjs'
import { installSystemPackages, systemReady } from './setup/system-packages.mjs'

/**
 * Makes a fresh clone ready for a command, and does nothing when it is ready already.
 * It runs before any package is installed, so it imports Node's own modules only.
 *
 * @param {{ electron?: boolean, readers?: boolean, cluster?: boolean, packaging?: boolean, build?: boolean }} [wanted] what the command
 *   needs besides the packages of the lockfile: a window, the independent workbook readers of the
 *   tests, the servers of their cluster, the tools that make packages, the built app. Each defaults to false.
 */
export async function setUp(wanted = {}) {
  const { electron = false, readers = false, cluster = false, packaging = false } = wanted
  const built = wanted.build ?? false
  const system = { window: electron, readers, cluster, packaging }
  const ready = () =>
    dependenciesReady() &&
    (!electron || electronReady()) &&
    systemReady(system) &&
    (!built || isBuilt())
  try {
    requireNode()
    if (ready()) return
    await withLock(async () => {
      await installDependencies()
      if (electron) await installElectron()
      await installSystemPackages(system)
      if (built) await build()
    })
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    process.exit(1)
  }
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new SetupError(`Node 20.19 or newer is needed; this is ${process.versions.node}.`)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const flags = process.argv.slice(2)
  const known = ['--electron', '--readers', '--cluster', '--build']
  const unknown = flags.find((flag) => !known.includes(flag))
  if (unknown) {
    say(`unknown option ${unknown}; known: ${known.join(' ')}`)
    process.exit(2)
  }
  await setUp({
    electron: flags.includes('--electron'),
    readers: flags.includes('--readers'),
    cluster: flags.includes('--cluster'),
    build: flags.includes('--build'),
  })
}
