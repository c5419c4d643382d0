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
  expect(linked.refused.map(({ code }) => code)).toEqual(['link_not_followed'])
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
  expect(source.refused.map(({ code }) => code)).toEqual(['link_not_followed'])
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
    expect(warnings.map(({ code }) => code)).toContain('no_chat')
  }
})
