import { spawnSync } from 'node:child_process'
import { checkImage } from './image/check.mjs'
import { standInBase } from './image/stand-in-base.mjs'
import { at } from './setup/paths.mjs'
import { lastLines, run, say } from './setup/say.mjs'

const image = 'localhost/rapporteur'
const publicBase = 'node:20-bookworm-slim'

/** Where nothing may be isolated, as in a container, and no overlay is there, these two work. */
const env = {
  ...process.env,
  BUILDAH_ISOLATION: process.env['BUILDAH_ISOLATION'] ?? 'chroot',
  STORAGE_DRIVER: process.env['STORAGE_DRIVER'] ?? 'vfs',
}
export const buildah = (...args) => run('buildah', args, { env })

/**
 * `npm run image`: the image of the server, by buildah and `deploy/Dockerfile`. Where no registry of images can be
 * reached, its base is made of Debian's packages and the Node that runs this: good for trying it, not for publishing.
 * With `--check` the image is started, used and ended. The last line on stdout is JSON.
 *
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function makeImage(args) {
  const unknown = args.find((arg) => arg !== '--check')
  if (unknown !== undefined) {
    say(`unknown option ${unknown}; known: --check`)
    return 2
  }
  if (spawnSync('buildah', ['--version']).status !== 0)
    return skip('buildah is not installed (Debian and Ubuntu: apt-get install buildah)')
  const pulled = await run('buildah', ['pull', '--quiet', `docker.io/library/${publicBase}`], {
    env,
    timeoutMs: 60_000,
  })
  const base = pulled.ok ? `docker.io/library/${publicBase}` : await standInBase(buildah)
  if (base === null)
    return skip(
      'no registry of images can be reached, and mmdebstrap, which would make a base, is not there or not root',
    )
  const build = await buildah(
    'build',
    '--file',
    at('deploy', 'Dockerfile'),
    '--tag',
    image,
    // The other format knows no health checks.
    '--format',
    'docker',
    '--build-arg',
    `NODE_IMAGE=${base}`,
    // npm asks the registry by the same way as here.
    '--network',
    'host',
    at('.'),
  )
  if (!build.ok) {
    say(`buildah failed:\n${lastLines(build.output, 20)}`)
    return 1
  }
  const size = await buildah('images', '--format', '{{.Size}}', image)
  const made = { image, base, size: size.output.trim() }
  if (!args.includes('--check')) {
    console.log(JSON.stringify(made))
    return 0
  }
  const checked = await checkImage(image, { buildah, env })
  console.log(JSON.stringify({ ...made, checked }))
  return Object.values(checked).every((result) => result === true) ? 0 : 1
}

function skip(reason) {
  say(`NO IMAGE WAS MADE: ${reason}.`)
  console.log(JSON.stringify({ skipped: reason }))
  return 0
}
