import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { waitAfter } from './dispatching.ts'
import { dropIntoFolder } from './drop-folder.ts'
import { dispatchLimits } from './limits.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-folder-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
const drop = (text: string, content = bytes(text)) =>
  dropIntoFolder(folder, { id: 'msg_1', fileName: 'A.xlsx', content }, AbortSignal.timeout(20_000))

describe('a file that is dropped into a folder', () => {
  it('twice is one file, and another one of its name stands beside it', async () => {
    expect(await drop('one')).toMatchObject({ state: 'sent', said: { params: { file: 'A.xlsx' } } })
    expect(await drop('one')).toMatchObject({ said: { params: { file: 'A.xlsx' } } })
    expect(await drop('two')).toMatchObject({ said: { params: { file: 'A (2).xlsx' } } })
    expect((await readdir(folder)).toSorted()).toEqual(['A (2).xlsx', 'A.xlsx'])
  })

  it('appears whole or not at all, and what a killed process left is cleaned away', async () => {
    await writeFile(join(folder, '.msg_1.part'), 'half of an earlier try')
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half')
      throw new Error('the disk of the reports is gone')
    }
    const failed = await drop('', broken())
    expect(failed).toMatchObject({ state: 'again', said: { code: 'folder_not_written' } })
    expect(await readdir(folder)).toEqual([])
  })

  it('is not written through a link that somebody has put in its way', async () => {
    const other = join(folder, 'other.txt')
    await writeFile(other, 'not ours')
    await symlink(other, join(folder, '.msg_1.part'))
    await symlink(other, join(folder, 'A.xlsx'))
    expect(await drop('one')).toMatchObject({ said: { params: { file: 'A (2).xlsx' } } })
    expect(await readFile(other, 'utf8')).toBe('not ours')
  })
})

it('ten tries are made in about three days, each wait longer or shorter by chance', () => {
  const waits = Array.from({ length: 10 }, (_, n) => waitAfter(n + 1, 0.5))
  const days = waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0) / 86_400_000
  expect(days).toBeGreaterThan(2.5)
  expect(days).toBeLessThan(3.5)
  expect(waits.at(-1)).toBeNull()
  expect(waitAfter(1, 1)).toBeCloseTo(dispatchLimits.waitsMs[0] * 1.2)
})
