import { strToU8, zipSync, type Zippable } from 'fflate'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readExport } from '../../../tests/support/read-export.ts'
import { openSource } from './source.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-source-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const log = strToU8('[10:00] <ann> hi\n')
function zip(files: Zippable): string {
  const path = join(folder, 'export.zip')
  writeFileSync(path, zipSync(files))
  return path
}

test('names are relative to what was dropped, and litter of the system is left out', async () => {
  const path = zip({ '#c/2020-01-01.log': log, '__MACOSX/#c/._x.log': log, '.DS_Store': log })
  const source = await openSource([path])
  expect(source.entries.map(({ name }) => name)).toEqual(['export.zip/#c/2020-01-01.log'])
  await source.close()
})

test.each(['../evil.log', '/etc/evil.log', 'a/../../evil.log', 'C:/evil.log', '..\\evil.log'])(
  'an archive with the name %s is refused whole',
  async (name) => {
    await expect(openSource([zip({ 'ok.log': log, [name]: log })])).rejects.toMatchObject({
      code: 'unsafe_archive',
    })
  },
)

test('an archive that unpacks a thousandfold is refused before it is unpacked', async () => {
  const path = zip({ 'bomb.log': [new Uint8Array(20_000_000), { level: 9 }] })
  await expect(openSource([path])).rejects.toMatchObject({ code: 'unsafe_archive' })
})

test('an archive that breaks off is named, with what to do', async () => {
  const path = zip({ 'a.log': log })
  writeFileSync(path, Buffer.from(zipSync({ 'a.log': log })).subarray(0, 40))
  await expect(openSource([path])).rejects.toMatchObject({
    code: 'unreadable_file',
    message: expect.stringContaining('export.zip'),
  })
})

test('links in archives and folders are not followed', async () => {
  const link = zip({
    'link.log': [strToU8('/etc/passwd'), { os: 3, attrs: (0o120777 << 16) >>> 0 }],
    'ok.log': log,
  })
  symlinkSync('/etc', join(folder, 'etc'))
  const source = await openSource([folder])
  expect(source.entries.map(({ name }) => name.split('/').at(-1))).toEqual(['ok.log'])
  expect(source.refused.map(([code]) => code)).toEqual(['link_not_followed', 'link_not_followed'])
  expect(link).toContain(folder)
  await source.close()
})

test('one broken archive in a folder stops nobody else', async () => {
  const { counts, warnings } = await readExport({
    'a/broken.zip': Buffer.from('PK\u0003\u0004 not really'),
    'a/#c.log': '[10:00] <ann> hi\n',
  })
  expect(counts.messages).toBe(1)
  expect(warnings.find(({ code }) => code === 'unreadable_file')?.examples[0]?.file).toBe(
    'drop/a/broken.zip',
  )
})

test('a packed log is read; UTF-16 and a byte order mark do not matter', async () => {
  const text = '29.01.18, 12:24 - Ann: hällo\n29.01.18, 12:25 - Bob: привет\n'
  const packed = await readExport({ '#c.log.gz': gzipSync('[10:00] <ann> hi\n') })
  expect(packed.rooms[0]).toMatchObject({ name: '#c', messages: [{ text: 'hi' }] })
  for (const bytes of [
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
    Buffer.from(text, 'utf16le'),
    Buffer.from(`\ufeff${text}`),
  ]) {
    const { rooms } = await readExport({ 'chat.txt': bytes })
    expect(rooms[0]!.messages.map(({ text: said }) => said)).toEqual(['hällo', 'привет'])
  }
})

test('a file of nothing, of noise, or of prose is no chat, and the error says so', async () => {
  await expect(readExport({ 'a.txt': '' })).rejects.toMatchObject({ code: 'nothing_to_import' })
  const noise = Buffer.from(Array.from({ length: 5_000 }, (_, n) => (n * 7919) % 256))
  await expect(readExport({ 'a.bin': noise })).rejects.toMatchObject({ code: 'unknown_format' })
  await expect(
    readExport({ 'a.txt': 'Once upon a time\nthere was a chat.\n'.repeat(50) }),
  ).rejects.toMatchObject({ code: 'unknown_format' })
})
