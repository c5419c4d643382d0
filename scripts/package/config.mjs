import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { at } from '../setup/paths.mjs'
import { cleanRuntime } from './clean-runtime.mjs'
import { packedFiles } from './files.mjs'
import { fuses } from './fuses.mjs'
import { identity } from './identity.mjs'

/** Chromium's own words (menus of text fields, dialogs) in the languages whose chats are understood. */
const languages = ['de', 'en-US', 'es', 'fr', 'pt-BR']

/** Libraries of a window, by the names of old and new releases of Debian and Ubuntu. */
const debDepends = [
  'libc6',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnotify4',
  'libnss3',
  'libxss1',
  'libxtst6',
  'xdg-utils',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libuuid1',
  'libsecret-1-0',
  'libasound2 | libasound2t64',
  'libgbm1',
  'libdrm2',
]

/**
 * The configuration of electron-builder.
 *
 * @param {{ compression?: 'xz' | 'gzip', output?: string, target?: string, version?: string }} [options]
 *   `compression` of packages, default `xz`: half the size in ten times the time; `output` default `release`;
 *   `version` default that of package.json
 */
export function builderConfig({ compression = 'xz', output = 'release', target, version } = {}) {
  const dist = at('node_modules', 'electron', 'dist')
  const { updatePublicKey, updateUrl, homepage, maintainer } = identity
  const updates = updateUrl !== null && updatePublicKey !== null
  return {
    appId: 'app.rapporteur.desktop',
    productName: 'Rapporteur',
    // The runtime that the tests have run on, not another one from the network.
    electronDist: dist,
    electronVersion: readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, ''),
    electronLanguages: languages,
    directories: { output, buildResources: 'electron/assets' },
    extraMetadata: {
      homepage,
      ...(version === undefined ? {} : { version }),
      ...(updates ? { updates: { url: updateUrl, publicKey: updatePublicKey } } : {}),
    },
    files: packedFiles(process),
    extraResources: [
      { from: 'samples', to: 'samples' },
      { from: 'out/licences.txt', to: 'licences.txt' },
    ],
    asar: true,
    // A library of machine code is opened by the system, which knows no archives.
    asarUnpack: ['**/*.node', '**/node_modules/@node-llama-cpp/**'],
    // Native modules come with a binary for every system.
    npmRebuild: false,
    electronFuses: fuses,
    protocols: [{ name: 'Rapporteur', schemes: ['rapporteur'] }],
    // Never folders or zip archives: the app would become the default program for all of them.
    fileAssociations: [
      { ext: 'ndjson', name: 'Chat rooms, one message a line', mimeType: 'application/x-ndjson' },
    ],
    // A folder, not a server's interface: any place that serves files will do.
    // What package managers install is no update of the app's own, and has no place in its list of versions.
    publish:
      updates && !['deb', 'rpm'].includes(target)
        ? [{ provider: 'generic', url: updateUrl }]
        : null,
    linux: {
      executableName: 'rapporteur',
      category: 'Office',
      icon: 'electron/assets/icons',
      synopsis: 'Excel reports from chat rooms, made live',
      maintainer,
      syncDesktopName: true,
      desktop: { entry: { Keywords: 'chat;report;Excel;Slack;WhatsApp;IRC;' } },
    },
    deb: {
      depends: debDepends,
      recommends: ['libayatana-appindicator3-1 | libappindicator3-1'],
      packageCategory: 'utils',
      compression: compression === 'gzip' ? 'gz' : 'xz',
    },
    rpm: { compression: compression === 'gzip' ? 'gzip' : 'xz' },
    // Without a version: what launchers remember must not change with an update.
    appImage: { artifactName: '${productName}-${arch}.${ext}' },
    toolsets: { appimage: '1.0.3' },
    win: { icon: 'electron/assets/app.ico', target: ['nsis', 'zip'] },
    // With the version: old block maps must stay beside new ones for updates in parts.
    nsis: { artifactName: '${productName}-Setup-${version}-${arch}.${ext}' },
    mac: {
      icon: 'electron/assets/app.icns',
      category: 'public.app-category.business',
      target: ['dmg', 'zip'],
    },
    afterExtract: ({ appOutDir }) => cleanRuntime(appOutDir, languages),
  }
}
