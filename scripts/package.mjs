import { build, Arch, Platform } from 'electron-builder'
import { cpSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { builderConfig } from './package/config.mjs'
import { signManifests } from './package/sign-manifests.mjs'
import { obstacleTo, targets } from './package/tools.mjs'
import { at } from './setup/paths.mjs'
import { say } from './setup/say.mjs'

const usage = `npm run package -- [--targets ${Object.keys(targets).join(',')}] [--compression xz|gzip] [--version V] [--folder DIR] [--strict]`

/**
 * `npm run package`: the app as one folder that runs without Node, npm or this repository, for the system it is run on,
 * in `release/`. With `--targets`: installers made of it, in `out/package/`. A target whose tools are missing is left
 * out with a sentence, or with `--strict` fails. The last line on stdout is JSON: `{ built, skipped }`.
 *
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function makePackages(args) {
  const options = readOptions(args)
  if (options === null) return 2
  const { names, compression, version, folder: place, strict } = options
  const config = (output, target) => builderConfig({ compression, version, output, target })
  const [folder = place] = await build({
    projectDir: at('.'),
    dir: true,
    publish: 'never',
    config: config(place),
  })
  say(`packaged ${folder}`)
  if (names.length === 0) return 0

  const output = at('out', 'package')
  rmSync(output, { recursive: true, force: true })
  mkdirSync(output, { recursive: true })
  const made = { built: [], skipped: [] }
  for (const name of names) {
    const reason =
      (await obstacleTo(name)) ??
      (await makeInstaller(name, { config, output, unpacked: unpackedIn(place) }))
    if (reason === null) made.built.push(name)
    else {
      say(`${name} is left out: ${reason}`)
      made.skipped.push({ target: name, reason })
    }
  }
  for (const { name, bytes } of filesOf(output))
    say(`${join('out', 'package', name)}  ${(bytes / 1e6).toFixed(1)} MB`)
  signManifests(output)
  console.log(JSON.stringify(made))
  return strict && made.skipped.length > 0 ? 1 : 0
}

/** electron-builder names the folder by the system, and by the machine where it is not the usual one. */
function unpackedIn(place) {
  const name = readdirSync(resolve(at('.'), place)).find(
    (entry) => entry.endsWith('unpacked') || entry.startsWith('mac'),
  )
  return resolve(at('.'), place, name)
}

const filesOf = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => ({ name, bytes: statSync(join(folder, name)).size }))

function readOptions(args) {
  const option = { type: 'string' }
  let values
  try {
    ;({ values } = parseArgs({
      args,
      options: {
        targets: option,
        compression: option,
        folder: option,
        version: option,
        strict: { type: 'boolean' },
      },
    }))
  } catch (error) {
    say(`${error.message}\n${usage}`)
    return null
  }
  const { compression = 'xz', folder = 'release', strict = false, version } = values
  const names = (values.targets ?? '').split(',').filter((name) => name !== '')
  const unknown = names.filter((name) => !(name in targets))
  if (unknown.length === 0 && ['xz', 'gzip'].includes(compression))
    return { names, compression, folder, strict, version }
  say(`cannot be made: ${unknown.join(', ') || compression}\n${usage}`)
  return null
}

/**
 * Each target from a copy of its own: electron-builder writes the kind of package into the folder, and an AppImage made
 * after a deb would take itself for one.
 *
 * @returns {Promise<string | null>} why it could not be made
 */
async function makeInstaller(name, { config, output, unpacked }) {
  const platform = Platform.current()
  const copy = join(output, '.work', basename(unpacked))
  rmSync(copy, { recursive: true, force: true })
  cpSync(unpacked, copy, { recursive: true, verbatimSymlinks: true })
  Object.assign(process.env, targets[name].env)
  try {
    await build({
      projectDir: at('.'),
      targets: platform.createTarget(name, Arch[process.arch]),
      prepackaged: copy,
      publish: 'never',
      // Made anew: electron-builder changes the one that it is given.
      config: config(output, name),
    })
    return null
  } catch (error) {
    const words = String(error.message ?? error)
    // A tool that had to be fetched is one that is not there; everything else is a fault.
    if (!/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/.test(words))
      throw error
    return `electron-builder fetches tools for it, which could not be had (${words.split('\n')[0]}); ${targets[name].hint}`
  } finally {
    rmSync(join(output, '.work'), { recursive: true, force: true })
  }
}
