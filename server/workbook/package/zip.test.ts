import { execFileSync } from 'node:child_process'
import { mkdtemp, open, rm, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { centralDirectory, dataDescriptor, localHeader } from './zip-records.ts'
import { ZipWriter } from './zip-writer.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rapporteur-zip-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a zip file', () => {
  it('gives back what was put in, large, empty and with any name', async () => {
    const file = path.join(folder, 'plain.zip')
    const handle = await open(file, 'w')
    const zip = new ZipWriter(handle)
    await zip.add('empty.xml', '')
    const large = zip.open('größe/日本.xml')
    const piece = 'some text, again and again <&>'.repeat(9_000)
    for (let index = 0; index < 20; index += 1) await large.write(piece)
    await large.close()
    await zip.add('bytes.bin', Uint8Array.from([0, 255, 80, 75]))
    const { bytes } = await zip.finish()
    await handle.close()
    const content = await readFile(file)
    expect(content.length).toBe(bytes)
    const parts = unzipSync(content)
    expect(Object.keys(parts)).toEqual(['empty.xml', 'größe/日本.xml', 'bytes.bin'])
    expect(parts['empty.xml']).toHaveLength(0)
    expect(Buffer.from(parts['größe/日本.xml']!).toString('utf8')).toBe(piece.repeat(20))
    expect([...parts['bytes.bin']!]).toEqual([0, 255, 80, 75])
  })

  it('takes buffers that are used again, of parts that stay small and of those that grow', async () => {
    const file = path.join(folder, 'again.zip')
    const handle = await open(file, 'w')
    const zip = new ZipWriter(handle)
    const sizes = { small: 1_000, large: 200_000 }
    for (const [name, bytes] of Object.entries(sizes)) {
      const entry = zip.open(name)
      const two = [Buffer.alloc(bytes), Buffer.alloc(bytes)]
      for (let piece = 0; piece < 5; piece += 1) await entry.write(two[piece % 2]!.fill(97 + piece))
      await entry.close()
    }
    await zip.finish()
    await handle.close()
    const parts = unzipSync(await readFile(file))
    for (const [name, bytes] of Object.entries(sizes)) {
      const expected = [...'abcde'].map((letter) => letter.repeat(bytes)).join('')
      expect(Buffer.from(parts[name]!).toString('utf8') === expected, name).toBe(true)
    }
  })

  it('stays readable when an entry starts beyond 4 GiB', async () => {
    // A sparse file: the gap takes no space, and readers only follow the directory.
    const file = path.join(folder, 'far.zip')
    const handle = await open(file, 'w')
    const offset = 5 * 1024 ** 3
    const content = Buffer.from([0x4b, 0x04, 0x00]) // deflated "a"
    const entry = { name: 'far.txt', offset, crc: 0xe8b7be43, packedSize: 3, size: 1 }
    const parts = [localHeader('far.txt'), content, dataDescriptor(entry)]
    const body = Buffer.concat(parts)
    await handle.write(body, 0, body.length, offset)
    const directory = centralDirectory([entry], offset + body.length)
    await handle.write(directory, 0, directory.length, offset + body.length)
    await handle.close()
    const script =
      'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip(), z.read("far.txt"))'
    const output = execFileSync('python3', ['-c', script, file]).toString('utf8')
    expect(output.trim()).toBe("None b'a'")
  })

  it('refuses an entry that no reader could be told the size of', () => {
    expect(() => dataDescriptor({ crc: 0, packedSize: 1, size: 5 * 1024 ** 3 })).toThrow(/4 GiB/)
  })
})
