import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { lastLines, run, say } from '../setup/say.mjs'

const name = 'localhost/rapporteur-base-with-npm'
const certificates = '/etc/ssl/certs/ca-certificates.crt'

/**
 * Debian without anything that is not essential, and the Node and npm that run this, which believe the same servers.
 * Kept from one build to the next.
 *
 * @param {(...args: string[]) => Promise<{ ok: boolean, output: string }>} buildah
 * @returns {Promise<string | null>} its name; null where it cannot be made
 */
export async function standInBase(buildah) {
  if ((await buildah('inspect', '--type', 'image', name)).ok) return name
  const npmProgram = process.env['npm_execpath'] ?? ''
  const isAble = existsSync('/usr/bin/mmdebstrap') && process.getuid?.() === 0
  if (!isAble || !existsSync(npmProgram)) return null
  say('no registry of images can be reached: making a base of Debian packages (a minute or two)')
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-base-'))
  const tree = join(folder, 'tree')
  try {
    const packages = '--include=libstdc++6,ca-certificates'
    const made = await run('mmdebstrap', [
      '--variant=essential',
      '--mode=root',
      packages,
      'bookworm',
      tree,
    ])
    if (!made.ok) throw new Error(`mmdebstrap failed:\n${lastLines(made.output)}`)
    copyFileSync(process.execPath, join(tree, 'usr', 'bin', 'node'))
    chmodSync(join(tree, 'usr', 'bin', 'node'), 0o755)
    addNpm(tree, npmProgram)
    if (existsSync(certificates)) copyFileSync(certificates, join(tree, certificates))
    for (const waste of ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/locale'])
      rmSync(join(tree, waste), { recursive: true, force: true })
    await steps(buildah, tree)
    return name
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function addNpm(tree, program) {
  const library = join('usr', 'lib', 'node_modules', 'npm')
  mkdirSync(join(tree, dirname(library)), { recursive: true })
  cpSync(dirname(dirname(program)), join(tree, library), { recursive: true, dereference: true })
  symlinkSync(join('..', '..', library, 'bin', 'npm-cli.js'), join(tree, 'usr', 'bin', 'npm'))
}

async function steps(buildah, tree) {
  const ask = async (...args) => {
    const { ok, output } = await buildah(...args)
    if (!ok) throw new Error(`buildah ${args[0]} failed:\n${lastLines(output)}`)
    return output.trim().split('\n').at(-1)
  }
  const container = await ask('from', 'scratch')
  await ask('copy', '--quiet', container, tree, '/')
  await ask('config', '--env', `NODE_EXTRA_CA_CERTS=${certificates}`, container)
  await ask('commit', '--quiet', '--rm', container, name)
}
