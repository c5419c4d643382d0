import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'electron-builder'
import { fuses } from './package/fuses.mjs'
import { at } from './setup/paths.mjs'
import { runtimeMark } from './setup/runtime-from-registry.mjs'
import { say } from './setup/say.mjs'

/**
 * `npm run package`: the app as one folder that runs without Node, npm or this repository, for the system
 * it is run on, in `release/`.
 */
const dist = at('node_modules', 'electron', 'dist')
const [folder] = await build({
  projectDir: at('.'),
  dir: true,
  publish: 'never',
  config: {
    appId: 'app.rapporteur.desktop',
    productName: 'Rapporteur',
    // The runtime that the tests have run on, not another one from the network.
    electronDist: dist,
    electronVersion: readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, ''),
    directories: { output: 'release', buildResources: 'electron/assets' },
    files: [
      'out/main/**',
      'out/preload/**',
      'out/renderer/**',
      'package.json',
      // The source of the engine that runs models: only its ready-made code is used.
      '!node_modules/node-llama-cpp/llama/gitRelease.bundle',
    ],
    extraResources: [{ from: 'samples', to: 'samples' }],
    asar: true,
    // A library of machine code is opened by the system, which knows no archives.
    asarUnpack: ['**/*.node', '**/node_modules/@node-llama-cpp/**'],
    // Native modules come with a binary for every system.
    npmRebuild: false,
    electronFuses: fuses,
    protocols: [{ name: 'Rapporteur', schemes: ['rapporteur'] }],
    linux: { executableName: 'rapporteur', category: 'Office', icon: 'electron/assets/app.png' },
    afterExtract: ({ appOutDir }) => {
      // A runtime from the npm registry brings a launcher for unpacked apps, and the address of another's updates.
      for (const name of ['app', 'app-update.yml'])
        rmSync(join(appOutDir, 'resources', name), { recursive: true, force: true })
      rmSync(join(appOutDir, runtimeMark), { force: true })
    },
  },
})
say(`packaged ${folder ?? at('release')}`)
