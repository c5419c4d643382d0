import { describe, expect, test } from 'vitest'
import { readExport } from '../../../tests/support/read-export.ts'

const read = async (lines: string[], name = 'WhatsApp Chat with Anna.txt') => {
  const result = await readExport({ [name]: lines.join('\n') })
  return { ...result, messages: result.rooms[0]!.messages }
}

describe('WhatsApp layouts', () => {
  test.each([
    ['Android 24h', '12/07/2017, 22:35 - Ann: hi', '2017-07-12T22:35:00'],
    ['Android 12h with a narrow space', '1/4/23, 7:02\u202fPM - Ann: hi', '2023-01-04T19:02:00'],
    ['Android es', '20/6/2017 8:28 p.\u00a0m. - Ann: hi', '2017-06-20T20:28:00'],
    ['Android en-CA', '2023-12-20, 5:46 p.m. - Ann: hi', '2023-12-20T17:46:00'],
    ['year first, ambiguous', '2024/12/01, 12:10 - Ann: hi', '2024-12-01T12:10:00'],
    ['Android de', '29.01.18, 12:24 - Ann: hi', '2018-01-29T12:24:00'],
    ['fi', '13.6.2018 klo 21.25.15 - Ann: hi', '2018-06-13T21:25:15'],
    ['iOS', '[29/01/2018, 23:47:03] Ann: hi', '2018-01-29T23:47:03'],
    ['iOS without comma', '[31/12/2022 11:40:26] Ann: hi', '2022-12-31T11:40:26'],
    ['iOS 12h es', '[13/6/18 1:55:00 p. m.] Ann: hi', '2018-06-13T13:55:00'],
    ['iOS US', '[01-29-2018, 23:33:00] Ann: hi', '2018-01-29T23:33:00'],
    ['iOS with marks', '\u200e[07.03.26, 21:22:39] Ann: hi', '2026-03-07T21:22:39'],
    ['zh', '2024/1/5 下午3:20 - Ann: hi', '2024-01-05T15:20:00'],
    ['ko', '2024. 1. 5. 오후 3:20 - Ann: hi', '2024-01-05T15:20:00'],
    ['Arabic digits', '٢٩/٠١/٢٠١٨, ٢٣:٤٧ - Ann: hi', '2018-01-29T23:47:00'],
    ['byte order marks at line starts', '\ufeff29.01.18, 12:24 - Ann: hi', '2018-01-29T12:24:00'],
  ])('%s', async (_name, line, at) => {
    const { messages, counts } = await read([line])
    expect(counts).toMatchObject({ messages: 1, system: 0, unparsed: 0 })
    expect(messages[0]).toMatchObject({ author: 'Ann', text: 'hi', timeSource: 1 })
    expect(messages[0]!.at).toContain(at)
  })
})

test('one date beyond the twelfth decides the order of all of them', async () => {
  const { messages } = await read([
    '1/4/23, 10:00 - Ann: a',
    '1/5/23, 10:00 - Ann: b',
    '1/13/23, 10:00 - Ann: c',
  ])
  expect(messages.map(({ at }) => at.slice(0, 10))).toEqual([
    '2023-01-04',
    '2023-01-05',
    '2023-01-13',
  ])
})

test('lines that go on, pasted heads of another layout, and colons in texts stay in their message', async () => {
  const { messages } = await read([
    '29/01/2018, 12:24 - Ann: list: one',
    'two',
    '[01.02.18, 00:00:00] Bob: pasted',
    '',
    '29/01/2018, 12:25 - Bob: ok',
  ])
  expect(messages.map(({ author, text }) => [author, text])).toEqual([
    ['Ann', 'list: one\ntwo\n[01.02.18, 00:00:00] Bob: pasted'],
    ['Bob', 'ok'],
  ])
})

test('what the app says is a system line, also where it names somebody', async () => {
  const { messages } = await read([
    '[29.01.18, 12:24:00] \u200eMessages and calls are end-to-end encrypted.',
    '[29.01.18, 12:24:01] Ann: hi',
    '[29.01.18, 12:24:02] Ann: \u200eAnn changed the group name to “A: B”',
    '[29.01.18, 12:24:03] Ann: \u200eimage omitted',
    '\u200e[29.01.18, 12:24:04] Ann: \u200e<attached: 00000042-PHOTO-2020-06-07-15-13-20.jpg>',
    '[29.01.18, 12:24:05] Ann: IMG-20210428-WA0001.jpg (Datei angehängt)',
  ])
  expect(messages.map(({ kind }) => kind)).toEqual([
    'system',
    'message',
    'system',
    'message',
    'message',
    'message',
  ])
  expect(messages.slice(4).map(({ attachments }) => attachments[0]?.name)).toEqual([
    '00000042-PHOTO-2020-06-07-15-13-20.jpg',
    'IMG-20210428-WA0001.jpg',
  ])
})

test.each([
  ['WhatsApp Chat with Anna.txt', 'Anna'],
  ['Chat de WhatsApp con Anna.txt', 'Anna'],
  ['WhatsApp Chat mit Anna B.txt', 'Anna B'],
  ['Чат WhatsApp с Анна.txt', 'Анна'],
])('%s is the room %s', async (file, name) => {
  const { rooms } = await read(['29.01.18, 12:24 - Ann: hi'], file)
  expect(rooms[0]!.name).toBe(name)
})

test('another zone moves the times and doubles nothing', async () => {
  const { openDatabase } = await import('../../store/database.ts')
  const db = openDatabase(':memory:', { migrate: true })
  const file = { 'WhatsApp Chat with Anna.txt': '29.01.18, 12:24 - Ann: hi' }
  const first = await readExport(file, { db, importId: 1, timeZone: 'America/New_York' })
  expect(first.rooms[0]!.messages[0]!.at).toBe('2018-01-29T17:24:00.000Z')
  const second = await readExport(file, { db, importId: 2, timeZone: 'Europe/Berlin' })
  expect(second.counts).toMatchObject({ messages: 0, duplicates: 1 })
  db.close()
})
