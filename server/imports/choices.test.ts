import { expect, test } from 'vitest'
import { readExport } from '../../tests/support/read-export.ts'

const prose = Array.from({ length: 60 }, (_, n) => `Chapter ${n} tells how the harbour was built`)
const log = Array.from({ length: 12 }, (_, n) => `[10:0${n % 10}:00] <ann> berth ${n} is free`)

test('a file in no format says what was tried, and which format a part of it fits', async () => {
  const book = { 'book.txt': [...prose, ...log, ...prose].join('\n') }
  await expect(readExport(book)).rejects.toMatchObject({
    code: 'unknown_format',
    choices: { nearest: { file: 'book.txt', format: 'irc' } },
    message: expect.stringMatching(
      /Tried were the formats of .*Slack.*WhatsApp.*book\.txt comes nearest to IRC/,
    ) as string,
  })
  const { counts, rooms } = await readExport(book, { reading: { format: 'irc' } })
  expect(counts.messages + counts.unparsed).toBeGreaterThanOrEqual(log.length)
  expect(rooms[0]?.messages.filter(({ author }) => author === 'ann')).toHaveLength(log.length)
})

test('a file of which no part fits comes near to nothing', async () => {
  await expect(readExport({ 'book.txt': prose.join('\n') })).rejects.toMatchObject({
    code: 'unknown_format',
    choices: undefined,
    message: expect.not.stringContaining('nearest') as string,
  })
})

test('a format that was chosen for one file leaves the pictures beside it alone', async () => {
  const { rooms, warnings } = await readExport(
    {
      'book.txt': [...prose, ...log].join('\n'),
      'cat.png': Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
    },
    { reading: { format: 'irc' } },
  )
  expect(rooms.map(({ name }) => name)).toEqual(['book'])
  expect(warnings.map(({ code }) => code)).toContain('no_chat')
})

const pieces = Object.fromEntries(
  Array.from({ length: 6 }, (_, n) => [
    `dev/2005-02-0${n + 1}.train-a.raw.txt`,
    `[10:00:00] <ann> day ${n}\n[10:01:00] <bob> yes, ${n}\n`,
  ]),
)

test('many files of one folder are rooms by their names, and one room once a person says so', async () => {
  const each = await readExport(pieces)
  expect(each.rooms).toHaveLength(6)
  expect(each.choices?.rooms).toEqual({ now: 'file', folder: 'drop/dev', files: 6 })

  const one = await readExport(pieces, { reading: { rooms: 'folder' } })
  expect(one.rooms.map(({ name }) => name)).toEqual(['dev'])
  expect(one.rooms[0]?.messages.map(({ text }) => text)).toEqual(
    Array.from({ length: 6 }, (_, n) => [`day ${n}`, `yes, ${n}`]).flat(),
  )
  expect(one.choices?.rooms).toEqual({ now: 'folder', folder: 'drop/dev', files: 6 })
})

test('nothing is asked where files are days of one channel, or channels by their names', async () => {
  const lines = '[10:00:00] <ann> hi\n[10:01:00] <bob> ho\n'
  const days = Array.from({ length: 8 }, (_, n) => [`#quay/2024-01-0${n + 1}.log`, lines])
  const channels = Array.from({ length: 8 }, (_, n) => [`logs/#room${n}.log`, lines])
  for (const files of [days, channels]) {
    expect((await readExport(Object.fromEntries(files))).choices?.rooms).toBeUndefined()
  }
})

test('a document in mark-up among others is no talk without times', async () => {
  const found = await readExport({
    'fries.xml': '<?xml version=1.0?> <soap:Envelope xmlns:soap=a> <soap:Body> <meta> x',
    '#quay.log': '[10:00:00] <ann> hi\n[10:01:00] <bob> ho\n',
  })
  expect(found.rooms.map(({ name }) => name)).toEqual(['#quay'])
})
