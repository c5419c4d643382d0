import { expect, test } from '@playwright/test'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
} from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reportOfSample, withWindow } from './window.ts'

/**
 * The package for Debian as people have it: installed by apt, started by a person who is not root, with the sandbox on,
 * and removed. It changes the computer, so it runs in CI (`CI=true`) or when it is asked for (`npm run test:package`).
 */
const user = 'raptester'
const home = `/home/${user}`
const sh = (command: string, ...args: string[]): string =>
  execFileSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })

/** Why nothing is installed here; null where it is. */
export function installObstacle(): string | null {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get'))
    return 'no apt on this system'
  if (!process.env['CI'] && !process.env['RAPPORTEUR_INSTALL'])
    return 'not asked to install on this computer: npm run test:package'
  if (process.getuid?.() !== 0) return 'only root installs packages'
  // What a test that was killed has left is taken away first; what a person has installed is left alone.
  if (existsSync('/opt/Rapporteur') && !existsSync(home))
    return 'Rapporteur is installed here already'
  if (spawnSync('unshare', ['--user', 'true']).status !== 0) return 'no user namespaces here'
  return null
}

export function testInstalled(root: string): void {
  test('a person installs the package by apt, makes a report with the sandbox on, and purges it without a trace', async () => {
    const obstacle = installObstacle()
    test.skip(obstacle !== null, obstacle ?? '')
    test.setTimeout(300_000)
    const folder = join(root, 'out', 'package')
    const deb = readdirSync(folder).find((name) => name.endsWith('.deb')) ?? ''
    // apt lets a user of its own read the file, which a folder of root's may not allow.
    const place = mkdtempSync(join(tmpdir(), 'rapporteur-deb-'))
    const file = join(place, deb)
    copyFileSync(join(folder, deb), file)
    sh('chmod', '-R', 'a+rX', place)
    if (existsSync(home)) {
      spawnSync('apt-get', ['purge', '-y', 'rapporteur'])
      spawnSync('userdel', ['--remove', '--force', user])
    }
    sh('useradd', '--create-home', '--shell', '/bin/bash', user)
    try {
      install(file)
      await useAsPerson()
      remove()
      expect(traces()).toEqual([])
    } finally {
      if (existsSync('/opt/Rapporteur')) remove()
      sh('userdel', '--remove', '--force', user)
      rmSync(place, { recursive: true, force: true })
    }
  })
}

/** Made by `npm run test:package` alone; nothing here could install it. */
export function testRpm(root: string): void {
  test('the package for Fedora and openSUSE says its name, its machine, and where its files go', () => {
    const folder = join(root, 'out', 'package')
    const rpm = existsSync(folder) && readdirSync(folder).find((name) => name.endsWith('.rpm'))
    test.skip(!rpm, 'no rpm was made: npm run test:package')
    const file = join(folder, String(rpm))
    expect(sh('rpm', '-qp', '--queryformat', '%{NAME} %{ARCH} %{LICENSE}', file)).toBe(
      `rapporteur ${process.arch === 'arm64' ? 'aarch64' : 'x86_64'} MIT`,
    )
    const files = sh('rpm', '-qpl', file).trim().split('\n')
    expect(files).toContain('/opt/Rapporteur/rapporteur')
    expect(files).toContain('/usr/share/applications/rapporteur.desktop')
    expect(files.filter((path) => !/^\/(opt\/Rapporteur|usr\/share)\//.test(path))).toEqual([
      '/opt/Rapporteur',
    ])
    expect(sh('rpm', '-qp', '--requires', file)).toContain('gtk3')
  })
}

function install(file: string): void {
  const args = ['install', '-y', '--no-install-recommends', file]
  try {
    sh('apt-get', ...args)
  } catch {
    // Lists that are missing or old; libraries of a window may have to be fetched.
    sh('apt-get', 'update')
    sh('apt-get', ...args)
  }
}

const remove = (): string => sh('apt-get', 'purge', '-y', 'rapporteur')

/** What a person sees of it: in the menu, as the program for its files and links, and as a window. */
async function useAsPerson(): Promise<void> {
  const entry = '/usr/share/applications/rapporteur.desktop'
  if (existsSync('/usr/bin/desktop-file-validate')) sh('desktop-file-validate', entry)
  expect(readFileSync(entry, 'utf8')).toContain(
    'MimeType=application/x-ndjson;x-scheme-handler/rapporteur;\n',
  )
  const icons = readdirSync('/usr/share/icons/hicolor', { recursive: true, encoding: 'utf8' })
  const own = icons.filter((name) => name.endsWith('apps/rapporteur.png'))
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512])
    expect(own).toContain(`${size}x${size}/apps/rapporteur.png`)
  const programFor = (type: string): string => asPerson('xdg-mime', 'query', 'default', type).trim()
  expect(programFor('application/x-ndjson')).toBe('rapporteur.desktop')
  expect(programFor('x-scheme-handler/rapporteur')).toBe('rapporteur.desktop')
  expect(programFor('inode/directory')).not.toBe('rapporteur.desktop')
  expect(programFor('application/zip')).not.toBe('rapporteur.desktop')

  const data = join(home, '.config', 'Rapporteur', 'data')
  const child = spawn('/usr/bin/rapporteur', ['--remote-debugging-port=0'], person())
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const log = (): Promise<string> =>
    readFile(join(data, 'logs', 'rapporteur.log'), 'utf8').catch(() => '')
  const ended = once(child, 'exit')
  try {
    await withWindow({ said: () => said, log }, async (page) => {
      await reportOfSample(page)
      expect(sandboxOf(child.pid ?? 0)).toEqual({ switchedOff: false, filtered: true, apart: true })
    })
    const made = readdirSync(join(data, 'reports'), { recursive: true, encoding: 'utf8' })
    expect(made.filter((name) => name.endsWith('.xlsx'))).toHaveLength(1)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

/** Who starts the app, and what a session would tell it. The display may want to be shown a key. */
function person() {
  const key = process.env['XAUTHORITY']
  const copy = join(home, '.Xauthority')
  const id = (flag: string): number => Number(sh('id', flag, user))
  const [uid, gid] = [id('-u'), id('-g')]
  if (key !== undefined && !existsSync(copy)) sh('install', '-o', user, '-m', '600', key, copy)
  const env = { HOME: home, USER: user, PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', XAUTHORITY: copy }
  return { uid, gid, cwd: home, env: { ...env, DISPLAY: process.env['DISPLAY'] ?? '' } }
}

const asPerson = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', ...person() })

/** Of the processes that draw pages: filtered by seccomp, and in a user namespace of their own. */
function sandboxOf(main: number): { switchedOff: boolean; filtered: boolean; apart: boolean } {
  const read = (pid: number | string, name: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${name}`, 'utf8')
    } catch {
      return '' // It has ended meanwhile.
    }
  }
  const pages = readdirSync('/proc').filter(
    (pid) =>
      /^\d+$/.test(pid) && /^\/opt\/Rapporteur\/.*--type=renderer/s.test(read(pid, 'cmdline')),
  )
  expect(pages.length).toBeGreaterThan(0)
  const namespace = (pid: number | string): string => readlinkSync(`/proc/${pid}/ns/user`)
  return {
    switchedOff: read(main, 'cmdline').includes('--no-sandbox'),
    filtered: pages.every((pid) => /^Seccomp:\s+2$/m.test(read(pid, 'status'))),
    apart: pages.every((pid) => namespace(pid) !== namespace(main)),
  }
}

/** What is left of the package outside people's own folders. */
function traces(): string[] {
  // Images of containers, such as `npm run image` makes, are none of the package's.
  const named = sh('find', '/etc', '/opt', '/usr', '/var', '-xdev', '-iname', '*rapporteur*')
    .split('\n')
    .filter((path) => path !== '' && !path.startsWith('/var/lib/containers/'))
  const lists = ['/usr/share/applications/mimeinfo.cache', '/usr/share/mime/globs2']
  const listed = lists.filter(
    (file) => existsSync(file) && /rapporteur|x-ndjson/.test(readFileSync(file, 'utf8')),
  )
  const known = spawnSync('dpkg-query', ['--show', 'rapporteur']).status === 0
  return [...named, ...listed, ...(known ? ['dpkg'] : [])]
}
