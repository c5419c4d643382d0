import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { blobKeys, isBlobKey, type Blobs, type ByteRange } from '../blobs.ts'
import { engines, onEveryEngine, sharedStores } from './engines.ts'

const text = 'Hällo 🚀, a workbook'
const words = (content = text): Readable => Readable.from([Buffer.from(content)])
const key = blobKeys.workbook('Räume, März 2026.xlsx')

const contentOf = async (blobs: Blobs, of = key, range?: ByteRange): Promise<string | null> => {
  const stream = await blobs.open(of, range)
  return stream === null ? null : (await buffer(stream)).toString()
}

/** A local file as a stage leaves it. */
function finishedFile(blobs: Blobs, content = text): string {
  const path = join(blobs.workFolder, `work-${Math.random()}`)
  writeFileSync(path, content)
  return path
}

onEveryEngine(
  'blobs',
  (fresh) => {
    it('are found again by every thread and after a restart, byte for byte', async () => {
      const { blobs } = fresh().engine
      const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, n) => (n * 7) % 256))
      const facts = await blobs.put(key, Readable.from([bytes.subarray(0, 1), bytes.subarray(1)]))
      expect(facts.bytes).toBe(300_000)
      const other = (await fresh().another()).blobs
      expect(await other.stat(key)).toEqual(facts)
      await fresh().restart()
      const stream = await fresh().engine.blobs.open(key)
      expect((await buffer(stream!)).equals(bytes)).toBe(true)
    })

    it('take a finished local file over, which is gone then', async () => {
      const { blobs } = fresh().engine
      const path = finishedFile(blobs)
      await blobs.putFile(key, path)
      expect(existsSync(path)).toBe(false)
      expect(await contentOf(blobs)).toBe(text)
    })

    it('leave a local file that cannot be taken over where it is', async () => {
      const { blobs } = fresh().engine
      const path = finishedFile(blobs)
      await expect(blobs.putFile('../x', path)).rejects.toThrow(RangeError)
      expect(readFileSync(path, 'utf8')).toBe(text)
      await expect(blobs.putFile(key, `${path}-not-there`)).rejects.toThrow('ENOENT')
      expect(await blobs.stat(key)).toBeNull()
    })

    it('are nothing where nothing was put', async () => {
      const { blobs } = fresh().engine
      expect(await blobs.stat(key)).toBeNull()
      expect(await blobs.open(key)).toBeNull()
      expect(await blobs.lend(key)).toBeNull()
      await blobs.remove(key)
    })

    it('are replaced as a whole by the same key, and their version changes', async () => {
      const { blobs } = fresh().engine
      const before = await blobs.put(key, words('one, which is longer'))
      const reading = await blobs.open(key)
      const after = await blobs.put(key, words('two'))
      expect((await buffer(reading!)).toString()).toBe('one, which is longer')
      expect(await contentOf(blobs)).toBe('two')
      expect(after.bytes).toBe(3)
      expect(after.version).not.toBe(before.version)
      expect((await blobs.stat(key))?.version).toBe(after.version)
    })

    it('are read in parts', async () => {
      const { blobs } = fresh().engine
      await blobs.put(key, words('0123456789'))
      expect(await contentOf(blobs, key, { start: 0, end: 0 })).toBe('0')
      expect(await contentOf(blobs, key, { start: 3, end: 5 })).toBe('345')
      expect(await contentOf(blobs, key, { start: 8, end: 9 })).toBe('89')
    })

    it('may be empty', async () => {
      const { blobs } = fresh().engine
      expect((await blobs.put(key, words(''))).bytes).toBe(0)
      expect(await contentOf(blobs)).toBe('')
    })

    it('leave nothing of content that fails or is stopped, and keep what was there', async () => {
      const { blobs } = fresh().engine
      await blobs.put(key, words('before'))
      async function* broken(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('half')
        throw new Error('the reader has gone')
      }
      await expect(blobs.put(key, broken())).rejects.toThrow('the reader has gone')
      const stop = new AbortController()
      const endless = new Readable({
        read() {
          this.push('more and more')
          stop.abort(new Error('stopped'))
        },
      })
      await expect(blobs.put(key, endless, { signal: stop.signal })).rejects.toThrow()
      await expect(blobs.put(key, words(), { signal: stop.signal })).rejects.toThrow('stopped')
      expect(await contentOf(blobs)).toBe('before')
      expect(readdirSync(blobs.workFolder)).toEqual([])
    })

    it('are lent as a local file to those who must jump about in it', async () => {
      const { blobs } = fresh().engine
      await blobs.put(key, words())
      const file = await blobs.lend(key)
      expect(readFileSync(file!.path, 'utf8')).toBe(text)
      await file!.release()
      expect(await contentOf(blobs)).toBe(text)
    })

    it('are told apart from what is not there, many at once', async () => {
      const { blobs } = fresh().engine
      const logo = blobKeys.logo('a.png')
      await blobs.put(key, words())
      await blobs.put(logo, words())
      const asked = [
        key,
        blobKeys.workbook('b.xlsx'),
        logo,
        blobKeys.mail('a.png'),
        '../x',
        'nonsense',
      ]
      expect(await blobs.present(asked)).toEqual(new Set([key, logo]))
      expect(await blobs.present([])).toEqual(new Set())
    })

    it('go when they are removed, and no other with them', async () => {
      const { blobs } = fresh().engine
      const other = blobKeys.workbook('other.xlsx')
      await blobs.put(key, words())
      await blobs.put(other, words())
      await blobs.remove(key)
      expect(await blobs.stat(key)).toBeNull()
      expect(await contentOf(blobs, other)).toBe(text)
    })

    it('that nobody needs go by a sweep of their area, once they are old enough', async () => {
      const { blobs } = fresh().engine
      const needed = blobKeys.upload('needed')
      const waste = blobKeys.upload('waste')
      for (const each of [needed, waste, key]) await blobs.put(each, words())
      const all = [needed, waste, key]
      await blobs.sweep('uploads', { needed: () => new Set([needed]), olderThanMs: 60_000 })
      expect(await blobs.present(all)).toEqual(new Set(all))
      await blobs.sweep('uploads', { needed: () => new Set([needed]), olderThanMs: 0 })
      expect(await blobs.present(all)).toEqual(new Set([needed, key]))
      await blobs.sweep('never-used', { needed: () => new Set(), olderThanMs: 0 })
    })

    it.each([
      '',
      'name',
      '/etc/passwd',
      'a/../b',
      '../a',
      'a/..',
      'a//b',
      'a/',
      'a\\b/c',
      'a/b\0c',
    ])('have no key %j', async (wrong) => {
      const { blobs } = fresh().engine
      expect(isBlobKey(wrong)).toBe(false)
      await expect(blobs.put(wrong, words())).rejects.toThrow(RangeError)
      expect(await blobs.stat(wrong)).toBeNull()
      expect(await blobs.open(wrong)).toBeNull()
      expect(blobs.localPath(wrong)).toBeNull()
    })

    it('have keys up to 255 bytes a part', () => {
      expect(isBlobKey(`reports/${'ä'.repeat(127)}`)).toBe(true)
      expect(isBlobKey(`reports/${'ä'.repeat(128)}`)).toBe(false)
      expect(isBlobKey('reports/\ud800.xlsx')).toBe(false)
    })
  },
  [...engines, ...sharedStores],
)
