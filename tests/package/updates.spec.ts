import { expect, test } from '@playwright/test'
import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright'
import type { UpdateAnswer } from '../../server/contract/desktop-api.ts'
import { anotherKey, startUpdateServer, type UpdateServer } from './update-server.ts'
import { withWindow, type StartedApp } from './window.ts'

/**
 * The app of one version becomes the next, by the updater's own download and swap, from a server of this computer. No
 * runtime of an AppImage can be had here, so the file that is swapped is a script in its place: it says what the runtime
 * says (`APPIMAGE`), and starts the packaged folder of its version.
 */
const root = resolve(import.meta.dirname, '..', '..')
const isRoot = process.getuid?.() === 0
const run = promisify(execFile)
/** More than the small disk holds, so that the download fills it. */
const programBytes = 3 * 2 ** 20

let place: string
let updates: UpdateServer
let appImage: string
let child: ChildProcess

test.beforeAll(async () => {
  test.skip(process.platform !== 'linux', 'an AppImage is of Linux alone')
  test.setTimeout(240_000)
  place = mkdtempSync(join(tmpdir(), 'rapporteur-updates-'))
  updates = await startUpdateServer()
  const env = {
    ...process.env,
    RAPPORTEUR_UPDATE_URL: updates.url,
    RAPPORTEUR_UPDATE_PUBLIC_KEY: updates.publicKey,
  }
  for (const version of ['0.8.0', '0.9.0']) {
    const command = [join(root, 'scripts', 'run.mjs'), 'package', '--version', version]
    await run(process.execPath, [...command, '--folder', folderOf(version)], { cwd: root, env })
    const about = `provider: generic\nurl: ${updates.url}\nupdaterCacheDirName: rapporteur-updater\n`
    writeFileSync(join(folderOf(version), 'linux-unpacked', 'resources', 'app-update.yml'), about)
  }
  appImage = join(place, 'Rapporteur-x86_64.AppImage')
  writeFileSync(appImage, programOf('0.8.0'), { mode: 0o755 })
})

test.afterAll(async () => {
  await updates?.stop()
  spawnSync('umount', ['--lazy', join(place, 'cache')])
  rmSync(place, { recursive: true, force: true, maxRetries: 5 })
})

const folderOf = (version: string): string => join(place, version)
const saidFile = (version: string): string => join(place, `said-${version}`)

/** What stands in for an AppImage of a version. */
function programOf(version: string): Buffer {
  const switches = [...(isRoot ? ['--no-sandbox'] : []), '--remote-debugging-port=0']
  const program = join(folderOf(version), 'linux-unpacked', 'rapporteur')
  const script = `#!/bin/sh
export APPIMAGE='${appImage}'
exec '${program}' ${switches.join(' ')} "$@" >>'${saidFile(version)}' 2>&1
`
  return Buffer.concat([Buffer.from(script), Buffer.alloc(programBytes - script.length, '\n')])
}

const appOf = (version: string): StartedApp => ({
  said() {
    try {
      return readFileSync(saidFile(version), 'utf8')
    } catch {
      return ''
    }
  },
  log: () => readFile(join(place, 'data', 'logs', 'rapporteur.log'), 'utf8').catch(() => ''),
})

/** A model server that answers nothing until it is let go; a report that asks it runs as long. */
async function startSlowModel() {
  const held: ServerResponse[] = []
  let isFree = false
  const refuse = (response: ServerResponse): void => void response.writeHead(404).end()
  const server = createServer((request, response) => {
    request.resume()
    if (isFree) refuse(response)
    else held.push(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: () => held.length,
    letGo() {
      isFree = true
      for (const response of held.splice(0)) refuse(response)
    },
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

const line = (page: Page) => page.locator('[data-update]')
const answer = (page: Page, said: UpdateAnswer) =>
  page.evaluate((word) => window.rapporteur?.answerUpdate(word), said)
const version = (page: Page) =>
  page.evaluate(async () => {
    const host = await window.rapporteur?.host()
    return host?.ok === true ? host.value.version : null
  })

/** Looks by hand, takes what is offered if anything is, and gives what is said in the end. */
async function refusal(page: Page): Promise<string> {
  await answer(page, 'look')
  const settled = page.locator('[data-update="offered"], [data-update="refused"]')
  await expect(settled).toBeVisible()
  const install = page.getByRole('button', { name: 'Update and restart' })
  if (await install.isVisible()) await install.click()
  const refused = page.locator('[data-update="refused"]')
  await expect(refused).toBeVisible()
  const text = (await refused.locator('span').first().textContent()) ?? ''
  await refused.getByRole('button', { name: 'Close' }).click()
  await expect(line(page)).toHaveCount(0)
  return text
}

test('an app updates itself while reports run: nothing is lost, and refused versions leave it as it is', async () => {
  test.setTimeout(240_000)
  const model = await startSlowModel()
  const cache = join(place, 'cache')
  mkdirSync(cache)
  const small =
    isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', cache]).status === 0
  const before = readFileSync(appImage)
  child = spawn(appImage, [], {
    stdio: 'ignore',
    env: {
      ...process.env,
      XDG_CONFIG_HOME: join(place, 'config'),
      XDG_CACHE_HOME: cache,
      RAPPORTEUR_DATA_DIR: join(place, 'data'),
      RAPPORTEUR_SUMMARY_ENGINE: 'openai',
      RAPPORTEUR_SUMMARY_BASE_URL: model.url,
      RAPPORTEUR_SUMMARY_MODEL: 'slow',
      LANGUAGE: 'en',
    },
  })
  const ended = once(child, 'exit')
  try {
    await withWindow(appOf('0.8.0'), async (page) => {
      expect(await version(page)).toBe('0.8.0')
      // Nothing is asked of the server before the person has agreed.
      await expect(line(page)).toContainText('May Rapporteur look for newer versions')
      expect(updates.asked).toEqual([])
      updates.publish('0.8.0', programOf('0.8.0'))
      await line(page).getByRole('button', { name: 'Yes' }).click()
      await expect(line(page)).toHaveText(/This is the newest version/)

      updates.publish('0.9.0', programOf('0.9.0'), { key: anotherKey() })
      expect(await refusal(page)).toContain('not signed')
      updates.publish('0.7.0', programOf('0.9.0'))
      expect(await refusal(page)).toContain('older than this one (0.8.0)')
      // Not a byte of a program has been asked for until here.
      expect(new Set(updates.asked)).toEqual(new Set(['latest-linux.yml', 'latest-linux.yml.sig']))
      if (small) {
        updates.publish('0.9.0', programOf('0.9.0'))
        expect(await refusal(page)).toContain('disk is too full')
        spawnSync('mount', ['-o', 'remount,size=64m', cache])
      }
      updates.publish('0.9.0', programOf('0.9.0'), { cutAfter: 100_000 })
      expect(await refusal(page)).toContain('broke off')
      expect(readFileSync(appImage).equals(before)).toBe(true)
      expect(readdirSync(place).filter((name) => name.endsWith('.new'))).toEqual([])

      await page.getByRole('button', { name: /sample/i }).click()
      await expect(page.locator('[data-room-oid]').first()).toBeVisible({ timeout: 30_000 })
      await page.getByRole('checkbox', { name: /all/i }).first().check()
      await page.getByRole('button', { name: /^Generate \d+ reports/ }).click()
      await expect.poll(() => model.asked(), { timeout: 30_000 }).toBeGreaterThan(0)
      updates.publish('0.9.0', programOf('0.9.0'))
      await answer(page, 'look')
      await page.getByRole('button', { name: 'Update and restart' }).click()
      await expect(line(page)).toContainText(/Updates when these \d+ reports are done/)
      // Meanwhile the old version works on.
      expect(child.exitCode).toBe(null)
      await line(page).getByRole('button', { name: 'Update now' }).click()
      await page.getByRole('button', { name: 'Restart now' }).click()
    }).catch((error: unknown) => {
      // Its window is gone in the middle of the last click, as it should be.
      if (!/closed|disconnected/i.test(String(error))) throw error
    })
    await ended
    model.letGo()
    await withWindow(appOf('0.9.0'), async (page) => {
      expect(await version(page)).toBe('0.9.0')
      await expect(page.locator('[data-report-state="finished"]')).toHaveCount(8, {
        timeout: 90_000,
      })
      await expect(page.locator('[data-report-state="failed"]')).toHaveCount(0)
    })
    expect(readFileSync(appImage).equals(programOf('0.9.0'))).toBe(true)
    const made = readdirSync(join(place, 'data', 'reports'), { recursive: true, encoding: 'utf8' })
    expect(made.filter((name) => name.endsWith('.xlsx'))).toHaveLength(8)
  } finally {
    model.letGo()
    model.stop()
    spawnSync('pkill', ['--full', '--signal', 'TERM', join(place, '0.')])
  }
})
