import { strToU8, zipSync } from 'fflate'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { create, Header } from 'tar'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readExport } from '../../tests/support/read-export.ts'
import { overlappingZip } from '../../tests/support/zips.ts'
import { openSource } from './reading/source.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-archives-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function tarOf(files: Record<string, string>, gzip = true): Promise<Buffer> {
  const root = join(folder, 'root')
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
  const file = join(folder, 'made.tar')
  await create({ file, gzip, cwd: root }, readdirSync(root))
  return readFileSync(file)
}

/** A tar with one entry whose name no honest tool writes. */
function rawTar(path: string, content: string, type: 'File' | 'SymbolicLink' = 'File'): Buffer {
  const header = new Header({
    path,
    mode: 0o644,
    size: content.length,
    type,
    ...(type === 'File' ? {} : { linkpath: '/etc/passwd' }),
  })
  const block = Buffer.alloc(512)
  header.encode(block, 0)
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512)
  body.write(content)
  return Buffer.concat([block, ...(type === 'File' ? [body] : []), Buffer.alloc(1_024)])
}

const realm = JSON.stringify({
  zerver_userprofile: [
    { id: 1, full_name: 'Ann' },
    { id: 2, full_name: 'Bob' },
    { id: 3, full_name: 'Cleo' },
  ],
  zerver_stream: [{ id: 7, name: 'on-call' }],
  zerver_recipient: [
    { id: 10, type: 2, type_id: 7 },
    { id: 11, type: 1, type_id: 1 },
    { id: 12, type: 1, type_id: 2 },
    { id: 13, type: 3, type_id: 9 },
  ],
  zerver_subscription: [
    { recipient: 13, user_profile: 1 },
    { recipient: 13, user_profile: 2 },
    { recipient: 13, user_profile: 3 },
  ],
})
const zulipMessage = (
  id: number,
  sender: number,
  recipient: number,
  content: string,
  type = 1,
) => ({
  id,
  sender,
  recipient,
  type,
  subject: recipient === 10 ? 'pager' : '',
  content,
  rendered_content: null,
  date_sent: 1704099600.25 + id,
})

test("Zulip's organisation export is read from its .tar.gz: streams, two sides of a talk, groups, notices", async () => {
  const parts = {
    'zulip-export-acme/realm.json': realm,
    'zulip-export-acme/messages-000001.json': JSON.stringify({
      zerver_message: [
        zulipMessage(1, 1, 10, 'a < b && `<div>`'),
        zulipMessage(2, 2, 10, 'resolved', 2),
        zulipMessage(3, 1, 12, 'hi Bob'),
        zulipMessage(4, 2, 11, 'hi Ann'),
        zulipMessage(5, 3, 13, 'all three'),
      ],
      zerver_usermessage: [{ id: 1 }],
    }),
    'zulip-export-acme/messages-000002.json.partial': JSON.stringify({
      zerver_message: [zulipMessage(6, 1, 10, 'unfinished')],
    }),
    'zulip-export-acme/avatars/1.png': 'not read',
  }
  const { rooms, format, counts, warnings } = await readExport({
    'acme.tar.gz': await tarOf(parts),
  })
  expect(format).toBe('zulip-export')
  expect(rooms.map(({ name, messages }) => [name, messages.length]).sort()).toEqual([
    ['Ann, Bob, Cleo', 1],
    ['Ann, Bob', 2],
    ['on-call', 3],
  ])
  const stream = rooms.find(({ name }) => name === 'on-call')!.messages
  expect(stream.map(({ kind, text }) => [kind, text])).toEqual([
    ['message', '[pager] a < b && `<div>`'],
    ['system', 'resolved'],
    ['message', 'unfinished'],
  ])
  expect(stream[0]!.at).toBe('2024-01-01T09:00:01.250Z')
  expect(counts).toMatchObject({ messages: 5, system: 1, unparsed: 0 })
  expect(warnings.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['partial_file', 'no_chat']),
  )
})

test('archives in archives are opened, three deep and no deeper, and leave nothing behind', async () => {
  const log = strToU8('[10:00:00] <ann> hi\n')
  const inner = zipSync({ '#a/2020-01-01.log': log })
  const scratchDir = join(folder, 'scratch')
  const path = join(folder, 'all.zip')
  writeFileSync(
    path,
    zipSync({
      'one.zip': inner,
      'two.tar.gz': await tarOf({ '#b/2020-01-01.log': '[10:00:00] <ann> ho\n' }),
      'three.log.gz': gzipSync(log),
    }),
  )
  const source = await openSource([path], { scratchDir })
  expect(source.entries.map(({ name }) => name)).toEqual([
    'all.zip/one.zip/#a/2020-01-01.log',
    'all.zip/two.tar.gz/#b/2020-01-01.log',
    'all.zip/three.log',
  ])
  expect(readdirSync(scratchDir)).toHaveLength(1)
  await source.close()
  expect(readdirSync(scratchDir)).toEqual([])

  const deep = [1, 2, 3, 4].reduce((packed, n) => zipSync({ [`${n}.zip`]: packed }), inner)
  writeFileSync(path, deep)
  await expect(openSource([path], { scratchDir })).rejects.toMatchObject({ code: 'unsafe_archive' })
  expect(readdirSync(scratchDir)).toEqual([])
})

test.each(['../evil.log', '/etc/evil.log', 'a/../../evil.log'])(
  'a tar with the name %s is refused whole',
  async (name) => {
    const path = join(folder, 'evil.tar')
    writeFileSync(path, rawTar(name, '[10:00] <ann> hi\n'))
    await expect(openSource([path])).rejects.toMatchObject({ code: 'unsafe_archive' })
  },
)

test('links in a tar are not followed, a bomb is stopped, and half a tar gives what it has or its name', async () => {
  const path = join(folder, 'x.tar.gz')
  writeFileSync(path, gzipSync(rawTar('link.log', '', 'SymbolicLink')))
  const linked = await openSource([path])
  expect(linked.entries).toEqual([])
  expect(linked.refused.map(([code]) => code)).toEqual(['link_not_followed'])
  await linked.close()

  writeFileSync(path, gzipSync(rawTar('bomb.log', 'x'.repeat(70_000_000))))
  await expect(openSource([path])).rejects.toMatchObject({ code: 'unsafe_archive' })

  const whole = await tarOf({ 'a.log': '[10:00] <ann> hi\n'.repeat(5_000) }, false)
  writeFileSync(path, whole.subarray(0, 20_000))
  const half = await openSource([path]).then(
    (source) => source.close().then(() => source.entries.length),
    (error: { code: string; message: string }) => error,
  )
  expect(half === 1 || (half as { code: string }).code === 'unreadable_file').toBe(true)
})

test('a link to a folder that was dropped is named and not followed', async () => {
  symlinkSync('/etc', join(folder, 'etc'))
  const source = await openSource([join(folder, 'etc')])
  expect(source.entries).toEqual([])
  expect(source.refused.map(([code]) => code)).toEqual(['link_not_followed'])
  await source.close()
})

test('an archive that was sent in a chat is an attachment and no other chat', async () => {
  const other = zipSync({ '_chat.txt': strToU8('[29.01.18, 12:24:00] Eve: other\n') })
  const chat = strToU8('[29.01.18, 12:24:00] Ann: \u200e<attached: 00000004-other.zip>\n')
  const inZip = await readExport({
    'WhatsApp Chat - Ann.zip': zipSync({ '_chat.txt': chat, '00000004-other.zip': other }),
  })
  const inFolder = await readExport({
    'WhatsApp Chat - Ann/_chat.txt': chat,
    'WhatsApp Chat - Ann/00000004-other.zip': other,
  })
  for (const { rooms, warnings } of [inZip, inFolder]) {
    expect(rooms.map(({ name, messages }) => [name, messages.length])).toEqual([['Ann', 1]])
    const sent = warnings.find(({ code }) => code === 'sent_file')
    expect(sent?.examples[0]?.text).toBe('00000004-other.zip')
  }
})

test('an archive beside the text of a chat is opened when it holds a chat and was not sent in it', async () => {
  const chat = (name: string, words: string) => `[29.01.18, 12:24:00] ${name}: ${words}\n`
  const other = zipSync({ '_chat.txt': strToU8(chat('Eve', 'other')) })
  for (const files of [
    { 'drop/WhatsApp Chat with Ann.txt': chat('Ann', 'hi'), 'drop/Eve.zip': other },
    {
      'all.zip': zipSync({
        'WhatsApp Chat with Ann.txt': strToU8(chat('Ann', 'hi')),
        'Eve.zip': other,
      }),
    },
  ]) {
    const { rooms } = await readExport(files)
    expect(rooms.map(({ name }) => name).sort()).toEqual(['Ann', 'Eve'])
  }
})

test('what lies where an exporter puts sent files is no chat, an archive neither', async () => {
  const log = '[10:00:00] <zoe> an old log\n[10:01:00] <tom> yes\n'
  const telegram = JSON.stringify({
    name: 'Club',
    type: 'private_group',
    id: 7,
    messages: [
      { id: 1, type: 'message', date: '2026-03-02T10:00:00', from: 'M', text: 'see file' },
    ],
  })
  const { rooms, warnings } = await readExport({
    'drop/Export/result.json': telegram,
    'drop/Export/files/old.log': log,
    'drop/Export/files/logs.zip': zipSync({ 'deeper.log': strToU8(log) }),
    'drop/elsewhere/files/#net.log': log,
  })
  expect(rooms.map(({ name }) => name).sort()).toEqual(['#net', 'Club'])
  const sent = warnings.find(({ code }) => code === 'sent_file')
  expect(sent?.examples.map(({ text }) => text).sort()).toEqual(['logs.zip', 'old.log'])
})

test('the same words at the same time in two files of one chat are one message; without times they are two', async () => {
  const chat = '1/29/24, 12:24 - Ana: ok\n1/29/24, 12:24 - Ana: ok\n1/31/24, 12:26 - Ben: done\n'
  const overlapping = await readExport({
    'drop/team.txt': chat,
    'drop/team.zip': zipSync({ '_chat.txt': strToU8(chat) }),
  })
  expect(overlapping.counts).toMatchObject({ rooms: 1, messages: 3, duplicates: 3 })
  const timeless = await readExport({
    '#a/part1.log': '<ann> ok\n<ben> ok\n<ann> ok\n',
    '#b/part1.log': '<ann> ok\n<ben> ok\n<ann> ok\n',
  })
  expect(timeless.counts).toMatchObject({ messages: 6, duplicates: 0 })
})

/** Text that packs about a hundredfold, far below what marks a single file as a bomb. */
const wellPacked = (bytes: number): Uint8Array =>
  strToU8(`[10:00:00] <ann> ${'hello '.repeat(40)}\n`.repeat(Math.ceil(bytes / 260)))

test('a zip whose entries overlap is refused whole, however small it is', async () => {
  const path = join(folder, 'overlap.zip')
  writeFileSync(path, overlappingZip(Buffer.from('[10:00:00] <ann> hi\n'.repeat(50)), 1))
  const one = await openSource([path])
  expect(one.entries).toHaveLength(1)
  await one.close()
  writeFileSync(path, overlappingZip(Buffer.from('[10:00:00] <ann> hi\n'.repeat(50)), 2))
  await expect(openSource([path])).rejects.toMatchObject({ code: 'unsafe_archive' })
})

test('many small entries that are a bomb only together are refused, and so are layers of archives', async () => {
  const path = join(folder, 'bomb.zip')
  // Each entry is small enough to be let through by itself, whatever its ratio.
  const zeros = new Uint8Array(3_000_000)
  writeFileSync(
    path,
    zipSync(Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`${n}.txt`, zeros]))),
  )
  await expect(openSource([path])).rejects.toMatchObject({ code: 'unsafe_archive' })

  const inner = zipSync({ 'chat.log': wellPacked(800_000) })
  const layered = zipSync(
    Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`${n}.zip`, inner])),
  )
  writeFileSync(path, layered)
  const scratchDir = join(folder, 'scratch')
  await expect(openSource([path], { scratchDir })).rejects.toMatchObject({ code: 'unsafe_archive' })
  expect(readdirSync(scratchDir)).toEqual([])
})

test('a packed log that lacks its last bytes gives what is there, and the damage is told', async () => {
  const lines = Array.from({ length: 2_000 }, (_, n) =>
    JSON.stringify({
      room: 'r',
      id: `${n}`,
      at: '2026-01-01T00:00:00Z',
      author: 'a',
      text: `t${Math.sin(n)}`,
    }),
  )
  const packed = gzipSync(lines.join('\n'))
  for (const lacking of [1, 8, 9, 500, Math.floor(packed.length / 2)]) {
    const { counts, warnings } = await readExport({
      'rooms.ndjson.gz': packed.subarray(0, packed.length - lacking),
    })
    expect({ lacking, damage: warnings.map(({ code }) => code) }).toEqual({
      lacking,
      damage: expect.arrayContaining(['damaged_file']) as string[],
    })
    expect(counts.messages).toBeGreaterThan(2_000 * (1 - (lacking + 200) / packed.length) - 2)
    expect(counts.unparsed).toBeLessThanOrEqual(1)
  }
  const wrong = Buffer.from(packed)
  wrong.writeUInt32LE(7, packed.length - 8)
  const checked = await readExport({ 'rooms.ndjson.gz': wrong })
  expect(checked.counts).toMatchObject({ messages: expect.any(Number) as number, duplicates: 0 })
  expect(checked.counts.messages + checked.counts.unparsed).toBeGreaterThanOrEqual(1_999)
  expect(checked.warnings.map(({ code }) => code)).toContain('damaged_file')
})

test('a packed tar that breaks off, and a zip with a damaged entry, give what stands before the damage', async () => {
  const log = (who: string) =>
    Array.from({ length: 3_000 }, (_, n) => `[10:00:00] <${who}> ${Math.sin(n)}\n`).join('')
  const tar = await tarOf({ '#a/2020-01-01.log': log('ann'), '#b/2020-01-01.log': log('ben') })
  const half = await readExport({ 'logs.tar.gz': tar.subarray(0, Math.floor(tar.length * 0.75)) })
  expect(half.rooms.map(({ name }) => name)).toEqual(['#a', '#b'])
  expect(half.rooms[0]!.messages).toHaveLength(3_000)
  expect(half.rooms[1]!.messages.length).toBeGreaterThan(1_000)
  expect(half.warnings.map(({ code }) => code)).toContain('damaged_file')

  const stored = zipSync({ '#a/2020-01-01.log': strToU8(log('ann')) }, { level: 0 })
  stored[stored.indexOf(0x3c, 200) + 1] = 0x58
  const damaged = await readExport({ 'logs.zip': stored })
  expect(damaged.counts).toMatchObject({ messages: 3_000 })
  expect(damaged.warnings.map(({ code }) => code)).toContain('damaged_file')
})
