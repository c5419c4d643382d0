import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { importRoutes, type ImportsPort } from '../../server/http/imports-routes.ts'
import { problemHandler } from '../../server/http/problem.ts'
import { routerOf } from '../../server/http/route.ts'
import { createLogoFiles } from '../../server/reports/logo-files.ts'
import { openOthers } from '../../server/engines/sqlite/others.ts'
import { sqliteSettings } from '../../server/engines/sqlite/settings.ts'
import { folderBlobs } from '../../server/engines/shared/folder-blobs.ts'
import { createReserve } from '../../server/engines/shared/reserve.ts'

/** A file system of 256 KiB, which only root may make. */
const sizeKiB = 256
let folder: string
const mount = (): boolean =>
  process.platform === 'linux' &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeKiB}k`, 'tmpfs', folder]).status === 0

const probe = mkdtempSync(join(tmpdir(), 'rapporteur-mount-'))
folder = probe
const canMount = mount()
if (canMount) spawnSync('umount', [probe])
rmSync(probe, { recursive: true, force: true })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-full-'))
  if (canMount) expect(mount()).toBe(true)
})
afterEach(() => {
  if (canMount) spawnSync('umount', [folder])
  rmSync(folder, { recursive: true, force: true })
})

/** Leaves `pages` pages of 4 KiB. */
function fill(pages: number): void {
  const ballast = join(folder, 'ballast')
  for (let used = sizeKiB / 4; used > 0; used--) {
    try {
      writeFileSync(ballast, Buffer.alloc(used * 4_096))
      writeFileSync(ballast, Buffer.alloc((used - pages) * 4_096))
      return
    } catch {
      // Still more than there is.
    }
  }
}

const settings = (length: number) => ({ values: { mailText: 'x'.repeat(length) }, secrets: {} })

it.runIf(canMount)(
  'a full disk leaves settings.json and its copy whole, and says ENOSPC',
  async () => {
    const kept = sqliteSettings(folder, openOthers(folder, 'settings'))
    const write = async (length: number) =>
      kept.write(settings(length), (await kept.read()).revision)
    await write(3_000)
    const files = ['settings.json', 'settings.last-good.json'].map((name) => join(folder, name))
    const before = files.map((file) => readFileSync(file, 'utf8'))
    for (const pages of [0, 1, 2, 3, 4, 5]) {
      rmSync(join(folder, 'ballast'), { force: true })
      fill(pages)
      await expect(write(14_000)).rejects.toMatchObject({ code: 'ENOSPC' })
      expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before)
      expect((await kept.read()).problems).toEqual([])
    }
    rmSync(join(folder, 'ballast'))
    await write(14_000)
    expect(await kept.read()).toMatchObject(settings(14_000))
  },
)

it.runIf(canMount)(
  'a full disk leaves no half logo behind, and the logo is told to be missing',
  async () => {
    const picture = join(tmpdir(), `rapporteur-logo-${process.pid}.png`)
    const png = Buffer.alloc(40_000)
    Buffer.from('89504e470d0a1a0a0000000d49484452000000100000001008020000', 'hex').copy(png)
    writeFileSync(picture, png)
    fill(3)
    const logos = createLogoFiles(folderBlobs(folder))
    expect(await logos.keep(picture)).toHaveProperty('problem')
    rmSync(join(folder, 'ballast'))
    const kept = await logos.keep(picture)
    rmSync(picture)
    expect(kept).toHaveProperty('file')
    const { file = '' } = kept as { file?: string }
    expect(statSync(join(folder, 'logos', file)).size).toBe(png.length)
  },
)

it.runIf(canMount)('a reserve that the disk has no room for is not there', async () => {
  const reserve = createReserve(folder, 40_000)
  fill(5)
  await reserve.refill()
  expect(reserve.release()).toBe(false)
  rmSync(join(folder, 'ballast'))
  await reserve.refill()
  expect(statSync(join(folder, 'reserve.bin')).size).toBeGreaterThanOrEqual(40_000)
  expect(reserve.release()).toBe(true)
})

it.runIf(canMount)(
  'an upload that finds no room is answered, while its body still comes',
  async () => {
    const noImports: ImportsPort = {
      enqueue: () => expect.unreachable(),
      get: async () => null,
      cancel: async () => false,
      retry: async () => 'not_ended',
      remove: () => expect.unreachable(),
    }
    const trash = { throw: async () => null, restore: async () => null }
    const app = express()
      .use(routerOf(importRoutes({ imports: noImports, blobs: folderBlobs(folder), trash })))
      .use(problemHandler(() => {}))
    const server = createServer(app).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const body = Buffer.alloc(8 * 1_024 * 1_024, 'x')
    const answer = await fetch(`http://127.0.0.1:${port}/imports?name=a.csv`, {
      method: 'POST',
      body,
    })
    expect([answer.status, await answer.json()]).toEqual([
      507,
      expect.objectContaining({ code: 'storage_full' }),
    ])
    expect(readdirSync(join(folder, 'tmp'))).toEqual([])
    server.closeAllConnections()
    server.close()
  },
)
