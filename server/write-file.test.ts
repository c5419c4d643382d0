import { pbkdf2 as pbkdf2Callback } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeNewFile } from './write-file.ts'

const pbkdf2 = promisify(pbkdf2Callback)

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
    // Work for all threads of libuv, so that the file is opened late.
    const busy = Array.from({ length: 8 }, () => pbkdf2('word', 'salt', 100_000, 64, 'sha512'))
    async function* broken(): AsyncGenerator<string> {
      yield 'half'
      throw new Error('the reader has gone')
    }
    await expect(writeNewFile(path, broken())).rejects.toThrow('the reader has gone')
    rmSync(path, { force: true })
    await Promise.all(busy)
    await stat(folder)
    expect(existsSync(path)).toBe(false)
  })
})
