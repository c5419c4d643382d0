import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { StoredMessage } from '../../server/ports/message.ts'
import { message, slices, temporaryFolder, write } from './support.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

const many = Array.from({ length: 20_000 }, (_, index) =>
  message({ number: index + 1, text: `Text ${index} ${Math.imul(index, 2_654_435_761)}` }),
)
const target = (name: string): string => path.join(folder.path, name)

describe('a workbook that cannot be written', () => {
  it.skipIf(!existsSync('/dev/full'))(
    'rejects when the disk is full, and leaves the device alone',
    async () => {
      await expect(write('/dev/full', many)).rejects.toMatchObject({ code: 'ENOSPC' })
      expect(statSync('/dev/full').isCharacterDevice()).toBe(true)
    },
  )

  it('rejects when the folder is not there or takes no files', async () => {
    await expect(write(target('none/such.xlsx'), many)).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(write(folder.path, many)).rejects.toMatchObject({ code: 'EISDIR' })
  })

  // The one folder that not even root may write to.
  it.skipIf(!existsSync('/sys/kernel'))('rejects when the folder is read-only', async () => {
    const file = '/sys/kernel/rapporteur.xlsx'
    await expect(write(file, many)).rejects.toMatchObject({
      code: expect.stringMatching(/^(EACCES|EPERM|EROFS)$/) as string,
    })
    expect(existsSync(file)).toBe(false)
  })

  it('passes on the error of the messages and leaves no file', async () => {
    const file = target('broken-source.xlsx')
    const failing = function* (): Generator<readonly StoredMessage[]> {
      yield many.slice(0, 5_000)
      throw new Error('the database went away')
    }
    await expect(write(file, many, { messages: failing })).rejects.toThrow('went away')
    expect(existsSync(file)).toBe(false)
  })
})

describe('a workbook that is cancelled', () => {
  const reason = new Error('cancelled by its reader')

  it('is not begun when that was known before', async () => {
    const file = target('before.xlsx')
    const signal = AbortSignal.abort(reason)
    await expect(write(file, many, { signal })).rejects.toBe(reason)
    expect(existsSync(file)).toBe(false)
  })

  it('reads no more messages, closes their source and leaves no file', async () => {
    const file = target('middle.xlsx')
    const controller = new AbortController()
    let read = 0
    let isClosed = false
    const counted = function* (): Generator<readonly StoredMessage[]> {
      try {
        for (const slice of slices(many)) {
          read += 1
          yield slice
        }
      } finally {
        isClosed = true
      }
    }
    const writing = write(file, many, {
      messages: counted,
      signal: controller.signal,
      onProgress: (done) => {
        if (done === 5_000) controller.abort(reason)
      },
    })
    await expect(writing).rejects.toBe(reason)
    expect(read).toBe(5)
    expect(isClosed).toBe(true)
    expect(existsSync(file)).toBe(false)
  })

  it('does not wait for a source that is silent', async () => {
    const file = target('silent.xlsx')
    const controller = new AbortController()
    const silent = {
      [Symbol.asyncIterator]: () => ({
        next: (): Promise<IteratorResult<readonly StoredMessage[]>> => {
          setImmediate(() => controller.abort(reason))
          return new Promise(() => undefined)
        },
      }),
    }
    const writing = write(file, many, { messages: () => silent, signal: controller.signal })
    await expect(writing).rejects.toBe(reason)
    expect(existsSync(file)).toBe(false)
  })
})

describe('several workbooks in one thread', () => {
  it('take turns', async () => {
    const order: string[] = []
    const one = (name: string): Promise<unknown> =>
      write(target(`${name}.xlsx`), many, { onProgress: () => order.push(name) })
    await Promise.all([one('a'), one('b')])
    const turns = order.filter((name, index) => index > 0 && name !== order[index - 1]).length
    expect(turns).toBeGreaterThan(10)
  })

  it('say how far they are, never backwards, and end at the whole', async () => {
    const seen: [number, number][] = []
    await write(target('progress.xlsx'), many, {
      onProgress: (done, total) => seen.push([done, total]),
    })
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).sort((a, b) => a - b))
    expect(seen.at(-1)).toEqual([20_000, 20_000])
    expect(seen.length).toBeGreaterThanOrEqual(20)
  })
})
