import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stampDir } from './paths.mjs'
import { SetupError, lastLines, run, say } from './say.mjs'

/** Shared libraries that Electron loads, and the Debian package of each. */
const libraries = {
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnss3.so': 'libnss3',
  'libasound.so.2': 'libasound2',
  'libgbm.so.1': 'libgbm1',
  'libXss.so.1': 'libxss1',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libnotify.so.4': 'libnotify4',
  'libdrm.so.2': 'libdrm2',
}

/**
 * Programs of the tests alone: readers of workbooks, never the library that wrote them, and a browser
 * with an EventSource of its own. Ubuntu's browser is a snap, so there that suite is passed over.
 */
const readers = {
  ...(isSystem(/^ID=debian/m) ? { '/usr/bin/chromium': 'chromium' } : {}),
  '/usr/lib/python3/dist-packages/openpyxl': 'python3-openpyxl',
  '/usr/bin/localc': 'libreoffice-calc',
  '/usr/bin/pdftoppm': 'poppler-utils',
  '/usr/bin/xmllint': 'libxml2-utils',
  // A peer of the benchmark, and the widths of the font that workbooks name.
  '/usr/lib/python3/dist-packages/xlsxwriter': 'python3-xlsxwriter',
  '/usr/share/fonts/truetype/crosextra/Carlito-Regular.ttf': 'fonts-crosextra-carlito',
}

/** Servers that tests start for themselves. */
const cluster = { '/usr/lib/postgresql': 'postgresql' }

/** More of them, and what an example needs: tests without them are skipped, and say so. */
const more = {
  '/usr/sbin/nginx': 'nginx-light',
  '/usr/lib/python3/dist-packages/flask': 'python3-flask',
  '/usr/lib/python3/dist-packages/xlsxwriter': 'python3-xlsxwriter',
  '/usr/bin/radosgw': 'radosgw',
  '/usr/bin/ceph-mon': 'ceph-mon',
  '/usr/bin/ceph-osd': 'ceph-osd',
  '/usr/bin/ceph': 'ceph-common',
  '/usr/sbin/ip': 'iproute2',
}

/** Tools that packages are made with. Without them the packages are left out, so other systems may lack them. */
const packaging = {
  '/usr/bin/rpmbuild': 'rpm',
  '/usr/bin/mksquashfs': 'squashfs-tools',
  '/usr/bin/desktop-file-validate': 'desktop-file-utils',
}

export const needsVirtualDisplay = () =>
  process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']

const stampOf = (what) => join(stampDir, `system-${what}`)

/** @param {{ window: boolean, readers: boolean, cluster: boolean, packaging: boolean }} wanted */
export function systemReady(wanted) {
  if (process.platform !== 'linux') return true
  return (
    (!wanted.window || (existsSync(stampOf('window')) && hasDisplayServer())) &&
    (!wanted.readers || existsSync(stampOf('readers'))) &&
    (!wanted.cluster || existsSync(stampOf('cluster'))) &&
    (!wanted.packaging || !isDebian() || existsSync(stampOf('packaging')))
  )
}

const hasDisplayServer = () => !needsVirtualDisplay() || existsSync('/usr/bin/Xvfb')

/** Installs what is missing where that is allowed, else says the command that does. */
export async function installSystemPackages(wanted) {
  if (systemReady(wanted)) return
  const missing = []
  if (wanted.window) {
    missing.push(...(await missingLibraries()))
    if (!hasDisplayServer()) missing.push('xvfb')
  }
  if (wanted.readers) missing.push(...missingFiles(readers))
  if (wanted.cluster) missing.push(...missingFiles(cluster))
  if (wanted.packaging && isDebian()) missing.push(...missingFiles(packaging))
  if (missing.length > 0) await install(missing)
  if (wanted.cluster) await installIfPossible(missingFiles(more))
  mkdirSync(stampDir, { recursive: true })
  if (wanted.window) writeFileSync(stampOf('window'), '')
  if (wanted.readers) writeFileSync(stampOf('readers'), '')
  if (wanted.cluster) writeFileSync(stampOf('cluster'), '')
  if (wanted.packaging) writeFileSync(stampOf('packaging'), '')
}

async function installIfPossible(names) {
  if (names.length === 0) return
  try {
    await install(names)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(`TESTS WILL BE SKIPPED without ${names.join(' ')}: ${error.message}`)
  }
}

const missingFiles = (packages) =>
  Object.keys(packages).flatMap((file) => (existsSync(file) ? [] : [packages[file]]))

async function missingLibraries() {
  const ldconfig = existsSync('/sbin/ldconfig') ? '/sbin/ldconfig' : 'ldconfig'
  const { ok, output } = await run(ldconfig, ['-p'])
  if (!ok) return []
  const known = new Set(output.split('\n').map((line) => line.trim().split(' ')[0]))
  return Object.keys(libraries).flatMap((name) => (known.has(name) ? [] : [libraries[name]]))
}

async function install(names) {
  if (!existsSync('/usr/bin/apt-get') || !isDebian()) {
    throw new SetupError(
      `Missing on this system: ${names.join(' ')} (Debian names). ` +
        'Install the packages of your distribution that hold them, then run the command again.',
    )
  }
  const rights = await howToBecomeRoot()
  if (rights === null) {
    throw new SetupError(
      `Missing on this system: ${names.join(' ')}. Run this, then the command again:\n` +
        `  sudo apt-get update && sudo apt-get install -y ${names.join(' ')}`,
    )
  }
  say(`installing system packages: ${names.join(' ')} (apt-get)`)
  const apt = (args) => {
    const [program, ...rest] = [...rights, 'apt-get', '-o', 'DPkg::Lock::Timeout=300', ...args]
    return run(program, rest, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  }
  await apt(['update'])
  const installed = await apt([
    'install',
    '-y',
    '--no-install-recommends',
    ...(await rename(names)),
  ])
  if (!installed.ok) {
    throw new SetupError(`apt-get could not install them:\n${lastLines(installed.output)}`)
  }
}

/** Since 2024 Debian and Ubuntu call some of them `...t64`. */
async function rename(names) {
  const { output } = await run('apt-cache', ['policy', ...names.map((name) => `${name}t64`)], {
    env: { ...process.env, LC_ALL: 'C' },
  })
  const hasNewName = (name) =>
    new RegExp(`^${name.replaceAll('.', '\\.')}t64:\\n.*\\n  Candidate: (?!\\(none\\))`, 'm').test(
      output,
    )
  return names.map((name) => (hasNewName(name) ? `${name}t64` : name))
}

/** @returns {Promise<string[] | null>} what to put before a command, or null */
async function howToBecomeRoot() {
  if (process.getuid?.() === 0) return []
  const sudo = await run('sudo', ['-n', 'true'])
  return sudo.ok ? ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive'] : null
}

const isDebian = () => isSystem(/^ID(_LIKE)?=.*(debian|ubuntu)/m)

function isSystem(pattern) {
  try {
    return pattern.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}
