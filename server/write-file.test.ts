import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeNewFile } from './write-file.ts'

describe('a new file', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rapporteur-write-file-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('holds all that comes', async () => {
    const path = join(folder, 'a')
    await writeNewFile(path, Readable.from([Buffer.from('one, '), 'two']), { durable: true })
    expect(readFileSync(path, 'utf8')).toBe('one, two')
  })

  it('is never written over another', async () => {
    const path = join(folder, 'a')
    await writeNewFile(path, ['first'])
    await expect(writeNewFile(path, ['second'])).rejects.toMatchObject({ code: 'EEXIST' })
    expect(readFileSync(path, 'utf8')).toBe('first')
  })

  it('does not come to be after a writing that failed has been cleaned away', async () => {
    const path = join(folder, 'a')
    async function* broken(): AsyncGenerator<string> {
      yield 'half'
      throw new Error('the reader has gone')
    }
    for (let round = 0; round < 50; round++) {
      const stop = new AbortController()
      const endless = new Readable({
        read() {
          this.push('more')
          stop.abort(new Error('stopped'))
        },
      })
      const writing = [
        writeNewFile(path, endless, { signal: stop.signal }),
        writeNewFile(`${path}2`, broken()),
      ]
      for (const each of await Promise.allSettled(writing)) expect(each.status).toBe('rejected')
      for (const each of [path, `${path}2`]) rmSync(each, { force: true })
      await new Promise((resolve) => setImmediate(resolve))
      expect([path, `${path}2`].filter((each) => existsSync(each))).toEqual([])
    }
  })
})
