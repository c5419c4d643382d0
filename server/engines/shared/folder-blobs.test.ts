import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Blobs } from '../../ports/blobs.ts'
import { removeHalfPut, folderBlobs } from './folder-blobs.ts'

let folder: string
let blobs: Blobs
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-blobs-'))
  blobs = folderBlobs(folder)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const words = () => Readable.from([Buffer.from('words')])

describe('blobs in a data folder', () => {
  it('are plain files under their keys, which a person finds', async () => {
    await blobs.put('outbox/a.eml', words())
    const path = join(folder, 'outbox', 'a.eml')
    expect(blobs.localPath('outbox/a.eml')).toBe(path)
    expect((await blobs.lend('outbox/a.eml'))?.path).toBe(path)
    expect(readdirSync(folder).toSorted()).toEqual(['outbox', 'tmp'])
  })

  it.skipIf(process.platform === 'win32')('are readable by their owner only', async () => {
    await blobs.put('outbox/a.eml', words())
    expect(statSync(join(folder, 'outbox', 'a.eml')).mode & 0o777).toBe(0o600)
  })

  it.skipIf(process.platform === 'win32')('follow no link and wait at no pipe', async () => {
    writeFileSync(join(folder, 'secret.txt'), 'secret')
    mkdirSync(join(folder, 'reports', 'folder.xlsx'), { recursive: true })
    symlinkSync(join(folder, 'secret.txt'), join(folder, 'reports', 'link.xlsx'))
    execFileSync('mkfifo', [join(folder, 'reports', 'pipe.xlsx')])
    const keys = ['folder', 'link', 'pipe'].map((name) => `reports/${name}.xlsx`)
    for (const key of keys) {
      expect(await blobs.stat(key), key).toBeNull()
      expect(await blobs.open(key), key).toBeNull()
      expect(await blobs.lend(key), key).toBeNull()
    }
    expect(await blobs.present(keys)).toEqual(new Set())
  })

  it('have another version when a person has worked in the file', async () => {
    const { version } = await blobs.put('reports/a.xlsx', words())
    writeFileSync(join(folder, 'reports', 'a.xlsx'), 'other')
    expect((await blobs.stat('reports/a.xlsx'))?.version).not.toBe(version)
  })

  it('are not put into a data folder that is gone', async () => {
    writeFileSync(join(tmpdir(), `work-${process.pid}`), 'words')
    renameSync(folder, `${folder}-moved`)
    try {
      const path = join(tmpdir(), `work-${process.pid}`)
      await expect(blobs.putFile('reports/a.xlsx', path)).rejects.toThrow('ENOENT')
      await expect(blobs.put('reports/a.xlsx', words())).rejects.toThrow('ENOENT')
    } finally {
      rmSync(join(tmpdir(), `work-${process.pid}`))
      renameSync(`${folder}-moved`, folder)
    }
  })

  it('lose what a killed process had half put, and no file of anybody else', async () => {
    await blobs.put('uploads/a', words())
    writeFileSync(join(folder, 'tmp', '8ab2.put'), 'half')
    writeFileSync(join(folder, 'tmp', 'report.xlsx.part'), 'of a report')
    await removeHalfPut(folder)
    expect(readdirSync(join(folder, 'tmp'))).toEqual(['report.xlsx.part'])
    expect(await blobs.present(['uploads/a'])).toEqual(new Set(['uploads/a']))
  })

  it('leave nothing behind where a file stands in the place of their folder', async () => {
    writeFileSync(join(folder, 'outbox'), 'a file')
    await expect(blobs.put('outbox/a.eml', words())).rejects.toThrow(/EEXIST|ENOTDIR/)
    expect(readdirSync(join(folder, 'tmp'))).toEqual([])
  })
})
