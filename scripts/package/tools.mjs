import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { at } from '../setup/paths.mjs'
import { run } from '../setup/say.mjs'

const fpm = at('scripts', 'package', 'fpm', 'fpm.mjs')

/**
 * What each target needs, and what is said where it is missing.
 *
 * @typedef {{ platform: NodeJS.Platform, programs?: string[], env?: Record<string, string>, hint?: string }} Target
 * @type {Record<string, Target>}
 */
export const targets = {
  deb: {
    platform: 'linux',
    programs: ['dpkg-deb'],
    env: { CUSTOM_FPM_PATH: fpm },
    hint: 'apt-get install dpkg',
  },
  rpm: {
    platform: 'linux',
    programs: ['rpmbuild'],
    env: { CUSTOM_FPM_PATH: fpm },
    hint: 'apt-get install rpm',
  },
  // Its tools and its runtime are downloaded by electron-builder, unless APPIMAGE_TOOLS_PATH names a folder with them.
  AppImage: {
    platform: 'linux',
    hint: 'APPIMAGE_TOOLS_PATH may name a folder that holds them (docs/releasing.md)',
  },
  nsis: { platform: 'win32' },
  zip: { platform: process.platform },
  dmg: { platform: 'darwin' },
}

/**
 * Why a target cannot be made on this computer.
 *
 * @param {string} name
 * @returns {Promise<string | null>} a sentence, or null where nothing is known that speaks against it
 */
export async function obstacleTo(name) {
  const { platform, programs = [], hint } = targets[name]
  if (platform !== process.platform)
    return `${name} is made on ${platform} alone, and this is ${process.platform}`
  for (const program of programs) {
    const { ok } = await run(program, ['--version'])
    if (!ok) return `${program} is missing (${hint})`
  }
  return name === 'AppImage' ? appImageObstacle() : null
}

function appImageObstacle() {
  const folder = process.env['APPIMAGE_TOOLS_PATH']
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64'
  if (!folder) return null
  const wanted = ['mksquashfs', 'desktop-file-validate', `runtimes/runtime-${arch}`, `lib/${arch}`]
  const missing = wanted.filter((name) => !existsSync(join(folder, name)))
  return missing.length === 0 ? null : `APPIMAGE_TOOLS_PATH lacks ${missing.join(', ')}`
}
