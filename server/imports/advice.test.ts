import { expect, test } from 'vitest'
import { readExport } from '../../tests/support/read-export.ts'

test.each([
  [
    'messages.html',
    '<!DOCTYPE html><html><body><div class="page_wrap"><div class="message default clearfix">',
    'machine-readable JSON',
  ],
  ['general.html', '<!DOCTYPE html><html><div class=chatlog__message-group>', 'again as JSON'],
  ['slackdump.sqlite', 'SQLite format 3\0\x10\0', 'slackdump convert'],
  ['msgstore.db.crypt15', 'noise', 'Export chat'],
  ['rocketchat_message.bson', '\x05\0\0\0\0', 'mongoexport'],
  ['export.7z', '7z\xbc\xaf', 'unpack it'],
])('%s is not read, and the error says what to do instead', async (name, content, advice) => {
  await expect(readExport({ [name]: Buffer.from(content, 'latin1') })).rejects.toMatchObject({
    code: 'unknown_format',
    message: expect.stringContaining(advice) as string,
  })
})

test('beside chats that are read, a file with advice is named with it', async () => {
  const { warnings, counts } = await readExport({
    'drop/#c.log': '[10:00] <ann> hi\n',
    'drop/messages.html': '<html><div class="page_wrap">',
    'drop/cat.jpg': Buffer.from([0xff, 0xd8]),
  })
  expect(counts.messages).toBe(1)
  const texts = warnings
    .filter(({ code }) => code === 'no_chat')
    .flatMap(({ examples }) => examples.map(({ text }) => text))
  expect(texts.sort()).toEqual([
    'It is a Telegram export as pages; export the chat again as machine-readable JSON.',
    'cat.jpg',
  ])
})
