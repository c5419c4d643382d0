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
    ['ja', '2024/1/5 午後3:20 - Ann: hi', '2024-01-05T15:20:00'],
    ['zh-TW, after midnight', '2024/1/5 上午12:20 - Ann: hi', '2024-01-05T00:20:00'],
    ['el', '25/1/24, 3:20 μ.μ. - Ann: hi', '2024-01-25T15:20:00'],
    ['ar', '٢٥/١/٢٠٢٤، ٣:٢٠ م - Ann: hi', '2024-01-25T15:20:00'],
    ['fa', '۲۰۲۴/۱/۲۵،‏ ۱۵:۲۰ - Ann: hi', '2024-01-25T15:20:00'],
    ['hi, Devanagari digits', '२५/१/२४, ३:२० pm - Ann: hi', '2024-01-25T15:20:00'],
    ['tr', '25.01.2024 15:20 - Ann: hi', '2024-01-25T15:20:00'],
    ['hu', '2024. 01. 25. 15:20 - Ann: hi', '2024-01-25T15:20:00'],
    ['hu 12h', '2024. 01. 25. du. 3:20 - Ann: hi', '2024-01-25T15:20:00'],
    ['da', '25.01.2024 15.20 - Ann: hi', '2024-01-25T15:20:00'],
    ['nl', '25-01-2024 15:20 - Ann: hi', '2024-01-25T15:20:00'],
    ['en-ZA', '2023/12/20, 5:46 pm - Ann: hi', '2023-12-20T17:46:00'],
    ['en-GB 12h, lower case', '20/12/2023, 5:46 pm - Ann: hi', '2023-12-20T17:46:00'],
    ['midday', '20/12/2023, 12:01 pm - Ann: hi', '2023-12-20T12:01:00'],
    ['midnight', '20/12/2023, 12:01 AM - Ann: hi', '2023-12-20T00:01:00'],
    ['iOS 12h, narrow space', '[12/25/23, 7:02:11 PM] Ann: hi', '2023-12-25T19:02:11'],
    ['iOS 12h, thin space', '[12/25/23, 7:02:11 PM] Ann: hi', '2023-12-25T19:02:11'],
    ['iOS year first', '[2018/06/13, 21:25:15] Ann: hi', '2018-06-13T21:25:15'],
    ['iOS de with "um"', '[29.01.18 um 12:24:03] Ann: hi', '2018-01-29T12:24:03'],
    ['no-break space in "p. m."', '28/3/2025, 9:29 p. m. - Ann: hi', '2025-03-28T21:29:00'],
    ['a name between isolates', '29.01.18, 12:24 - ⁨Ann⁩: hi', '2018-01-29T12:24:00'],
    ['byte order marks at line starts', '\ufeff29.01.18, 12:24 - Ann: hi', '2018-01-29T12:24:00'],
  ])('%s', async (_name, line, at) => {
    const { messages, counts } = await read([line])
    expect(counts).toMatchObject({ messages: 1, system: 0, unparsed: 0 })
    expect(messages[0]).toMatchObject({ text: 'hi', timeSource: 1 })
    expect(messages[0]!.author.replace(/[\u2068\u2069]/g, '')).toBe('Ann')
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

test('a year of two digits in front is known by days that run while it stands still', async () => {
  const { messages } = await read(
    [1, 4, 9, 12].map((day) => `23-12-${String(day).padStart(2, '0')}, 10:00 - Ann: hi`),
  )
  expect(messages.map(({ at }) => at.slice(0, 10))).toEqual([
    '2023-12-01',
    '2023-12-04',
    '2023-12-09',
    '2023-12-12',
  ])
})

test('a lone date that tells no order is read as the layout makes likely, and that is said', async () => {
  const day = await read(['01/04/2023, 10:00 - Ann: a'])
  expect(day.messages[0]!.at).toContain('2023-04-01')
  expect(day.warnings.map(({ code }) => code)).toContain('ambiguous_dates')
  const american = await read(['1/4/23, 7:02\u202fPM - Ann: a'])
  expect(american.messages[0]!.at).toContain('2023-01-04')
})

test('times that are not in order are put in order, and nothing is lost', async () => {
  const { messages, counts } = await read([
    '29.01.18, 12:24 - Ann: later',
    '28.01.18, 09:00 - Bob: earlier',
    '29.01.18, 12:24 - Ann: same minute',
  ])
  expect(messages.map(({ text }) => text)).toEqual(['earlier', 'later', 'same minute'])
  expect(counts).toMatchObject({ messages: 3, unparsed: 0 })
})

test('a phone that changes its layout for one message is still understood', async () => {
  const usual = Array.from({ length: 200 }, (_, n) => `29/01/2018, 12:${10 + (n % 50)} - Ann: ${n}`)
  const { messages, counts } = await read([
    ...usual,
    '[29/01/2018, 13:05:09] Ann: from the other phone',
    'and its second line',
    '29/01/2018, 13:10 - Ann: back',
  ])
  expect(counts.messages).toBe(202)
  expect(messages.at(-2)!.text).toBe('from the other phone\nand its second line')
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

test('lines of the app on Android have no author, whatever colons and quotes they hold', async () => {
  const { messages } = await read([
    '29.01.18, 12:24 - Ann hat den Betreff von „A: B“ zu „C: D“ geändert.',
    '29.01.18, 12:25 - Ann a changé le sujet de « Plan: un » en « deux »',
    '29.01.18, 12:26 - Ann cambió el asunto de "Plan: uno" a "dos"',
    '29.01.18, 12:27 - Ann: said "one: two"',
    '29.01.18, 12:28 - Ann left',
    "29.01.18, 12:29 - +49 170 1234567 joined using this group's invite link",
    '29.01.18, 12:30 - +49 170 1234567: hello',
    '29.01.18, 12:31 - Re: Ann: first',
    '29.01.18, 12:31 - Re: Ann: second',
    '29.01.18, 12:31 - Re: Ann: third',
  ])
  expect(messages.map(({ kind, author }) => (kind === 'system' ? '!' : author))).toEqual([
    '!',
    '!',
    '!',
    'Ann',
    '!',
    '!',
    '+49 170 1234567',
    'Re: Ann',
    'Re: Ann',
    'Re: Ann',
  ])
})

test('a contact who bears the name of the chat says messages; a group that does says none', async () => {
  const contact = await read([
    '29.01.18, 12:24 - Anna: I removed the file',
    '29.01.18, 12:25 - Ben: why?',
    '29.01.18, 12:26 - Anna: he left',
  ])
  expect(contact.counts).toMatchObject({ messages: 3, system: 0 })
  const group = await read([
    '[29.01.18, 12:24:00] Anna: \u200eMessages and calls are end-to-end encrypted.',
    '[29.01.18, 12:24:01] Anna: \u200eBen created this group',
    '[29.01.18, 12:24:02] Anna: Ben added you',
    '[29.01.18, 12:24:03] Ben: hello',
  ])
  expect(group.counts).toMatchObject({ messages: 1, system: 3 })
})

test('media that were left out are messages in any language, and empty texts are legal', async () => {
  const { messages, counts } = await read([
    '\u200e[29.01.18, 12:24:00] Ann: \u200eBild weggelassen',
    '\u200e[29.01.18, 12:24:01] Ann: \u200eimmagine omessa',
    '\u200e[29.01.18, 12:24:02] Ann: \u200eнеизвестное вложение',
    '\u200e[29.01.18, 12:24:03] Ann: \u200eGIF omitted',
    '[29.01.18, 12:24:04] Ann: ',
    '[29.01.18, 12:24:05] Ann:',
    '[29.01.18, 12:24:06] Ann: \u200eThis message was deleted.',
    '[29.01.18, 12:24:07] Ann: moved \u200e<This message was edited>',
    '[29.01.18, 12:24:08] Ann: \u200ePOLL:\nLunch?\n\u200eOPTION: Yes (2 votes)',
  ])
  expect(counts).toMatchObject({ messages: 9, system: 0, unparsed: 0 })
  expect(messages[4]!.text).toBe('')
  expect(messages[5]).toMatchObject({ author: 'Ann', text: '' })
  expect(messages[8]!.text.split('\n')).toHaveLength(3)
})

test.each([
  ['IMG-20210428-WA0001.jpg (file attached)', 'IMG-20210428-WA0001.jpg'],
  ['my report.pdf (Datei angehängt)', 'my report.pdf'],
  ['PTT-20210428-WA0001.opus (archivo adjunto)\ncaption', 'PTT-20210428-WA0001.opus'],
  ['notes.docx (ファイル添付)', 'notes.docx'],
  ['\u200e<pièce jointe : 00000042-PHOTO-2020.jpg>', '00000042-PHOTO-2020.jpg'],
  ['\u200e<Anhang: 00000042-PHOTO-2020.jpg>', '00000042-PHOTO-2020.jpg'],
  ['2015-08-04-PHOTO-00004762.jpg <\u200eattached>', '2015-08-04-PHOTO-00004762.jpg'],
  ['see main.c (old)', undefined],
])('%j carries the file %s', async (text, file) => {
  const { messages } = await read([`29.01.18, 12:24 - Ann: ${text}`])
  expect(messages[0]!.attachments[0]?.name).toBe(file)
})

test('texts without a name of their own stay apart, are named by who speaks, and are known again', async () => {
  const { openDatabase } = await import('../../engines/sqlite/database.ts')
  const db = openDatabase(':memory:', { migrate: true })
  const chat = (a: string, b: string, more = '') =>
    `[29.01.18, 12:24:00] ${a}: hi\n[29.01.18, 12:25:00] ${b}: ho\n${more}`
  const first = await readExport({ '_chat.txt': chat('Ann', 'Ben') }, { db, importId: 1 })
  expect(first.rooms.map(({ name }) => name)).toEqual(['Ann, Ben'])
  const second = await readExport({ '_chat.txt': chat('Cleo', 'Dan') }, { db, importId: 2 })
  expect(second.rooms.map(({ name }) => name)).toEqual(['Ann, Ben', 'Cleo, Dan'])
  const longer = await readExport(
    { '_chat.txt': chat('Ann', 'Ben', '[29.01.18, 12:26:00] Ann: new\n') },
    { db, importId: 3 },
  )
  expect(longer.counts).toMatchObject({ messages: 1, duplicates: 2 })
  const folder = await readExport(
    { 'both/_chat.txt': chat('Eve', 'Fay'), 'both/_chat 2.txt': chat('Gus', 'Hal') },
    { db, importId: 4 },
  )
  expect(
    folder.rooms
      .map(({ name }) => name)
      .slice(2)
      .sort(),
  ).toEqual(['Eve, Fay', 'Gus, Hal'])
  db.close()
})

test('IRC logs with dates in brackets are not taken for WhatsApp', async () => {
  const { format } = await readExport({
    'x.txt': '[2020-01-02 03:04:05] <ann> ben: hi\n[2020-01-02 03:04:06] <ben> ann: ho\n',
  })
  expect(format).toBe('irc')
})

test('a group in which nobody has spoken yet is a chat too', async () => {
  const { counts } = await read([
    '29.01.18, 12:24 - Messages and calls are end-to-end encrypted.',
    '29.01.18, 12:25 - Ann created group "Plan: B"',
  ])
  expect(counts).toMatchObject({ messages: 0, system: 2 })
})

test.each([
  ['WhatsApp Chat with Anna (1).txt', 'Anna'],
  ['WhatsApp_Chat_with_Anna.txt', 'Anna'],
  ['Conversa do WhatsApp com Anna.txt', 'Anna'],
  ['Discussion WhatsApp avec Anna.txt', 'Anna'],
  ['WhatsApp Chat - Anna/_chat.txt', 'Anna'],
  ['WhatsApp Chat with Anna.txt', 'Anna'],
  ['Chat de WhatsApp con Anna.txt', 'Anna'],
  ['WhatsApp Chat mit Anna B.txt', 'Anna B'],
  ['Чат WhatsApp с Анна.txt', 'Анна'],
])('%s is the room %s', async (file, name) => {
  const { rooms } = await read(['29.01.18, 12:24 - Ann: hi'], file)
  expect(rooms[0]!.name).toBe(name)
})

test('another zone moves the times and doubles nothing', async () => {
  const { openDatabase } = await import('../../engines/sqlite/database.ts')
  const db = openDatabase(':memory:', { migrate: true })
  const file = { 'WhatsApp Chat with Anna.txt': '29.01.18, 12:24 - Ann: hi' }
  const first = await readExport(file, { db, importId: 1, timeZone: 'America/New_York' })
  expect(first.rooms[0]!.messages[0]!.at).toBe('2018-01-29T17:24:00.000Z')
  const second = await readExport(file, { db, importId: 2, timeZone: 'Europe/Berlin' })
  expect(second.counts).toMatchObject({ messages: 0, duplicates: 1 })
  db.close()
})

test('words of a person behind a mark are messages, sentences of the app behind one are not', async () => {
  const { messages } = await read(
    [
      '[2024-01-29, 12:24:00] Ann: \u200eWhere is the key?',
      '[2024-01-29, 12:24:01] Ann: \u200f\u200eUnder the mat',
      '[2024-01-29, 12:24:02] Ann: \u200eHarbour Bar (1 Quay): https://maps.example/v/9',
      "[2024-01-29, 12:24:03] Ann: \u200eAnn changed this group's icon",
      '[2024-01-29, 12:24:04] Ann: \u200eAnn hat Ben hinzugefügt',
      "[2024-01-29, 12:24:05] Ann: \u200eYou're now an admin",
    ],
    '_chat.txt',
  )
  expect(messages.map(({ kind }) => kind)).toEqual([
    'message',
    'message',
    'message',
    'system',
    'system',
    'system',
  ])
  expect(messages[1]!.text).toBe('Under the mat')
})

test('a name without a space behind its colon is one if it comes again, is short, or is known', async () => {
  const again = await read([
    '29.01.18, 12:24 - Ann: hi',
    '29.01.18, 12:25 - Ben Bo:one',
    '29.01.18, 12:26 - Ben Bo:see: two',
    '29.01.18, 12:27 - Ben Bo:three',
    '29.01.18, 12:28 - Ann:four',
    '29.01.18, 12:29 - Cy:five',
    '29.01.18, 12:30 - +44 7700 900123:six',
    '29.01.18, 12:30 - +44 7700 900123:seven',
  ])
  expect(again.messages.map(({ author, text }) => `${author}|${text}`)).toEqual([
    'Ann|hi',
    'Ben Bo|one',
    'Ben Bo|see: two',
    'Ben Bo|three',
    'Ann|four',
    'Cy|five',
    '+44 7700 900123|six',
    '+44 7700 900123|seven',
  ])
  const sentences = await read([
    '29.01.18, 12:24 - Ann: hi',
    '29.01.18, 12:25 - Something unheard of happened at 12:25',
    '29.01.18, 12:26 - https://example.org/x',
    '29.01.18, 12:27 - Ann changed the subject to "a:b"',
  ])
  expect(sentences.counts).toMatchObject({ messages: 1, system: 3 })
})

test('marks in front of a line, round a name and left over behind a text go; pairs in a text stay', async () => {
  const { messages, counts } = await read([
    '\u202b20/3/2026, 17:46 - \u202aAli\u202c: hello\u202c',
    '\u200f\u061c21/3/2026, 17:47 - \u2068Sara\u2069: hi \u2068Ali\u2069\u202c',
    '\u2067\ufeff22/3/2026, 17:48 - Ali\u200f:\u200f yes\u2069',
    '\u202a[23/3/2026, 17:49:01] Sara: \u202eright\u202c',
    '\ufeff24/3/2026, 17:50 - Ali: open \u2067 only',
  ])
  expect(counts).toMatchObject({ messages: 5, system: 0, unparsed: 0 })
  expect(messages.map(({ author, text }) => `${author}|${text}`)).toEqual([
    'Ali|hello',
    'Sara|hi \u2068Ali\u2069',
    'Ali|yes',
    'Sara|\u202eright\u202c',
    'Ali|open  only',
  ])
})

test.each([
  ['Thai', '14/5/2566 10:30 - Ann: hi', '2023-05-14'],
  ['Thai, leap day', '29/2/2567 10:30 - Ann: hi', '2024-02-29'],
  ['Thai, two digits', '14/5/66 10:30 - Ann: hi', '2023-05-14'],
  ['Thai digits', '๑๔/๕/๒๕๖๖ ๑๐:๓๐ - Ann: hi', '2023-05-14'],
  ['Persian', '۱۴۰۲/۵/۱۲،‏ ۱۵:۲۰ - Ann: hi', '2023-08-03'],
  ['Persian, last day of a leap year', '[1403/12/30, 15:20:00] Ann: hi', '2025-03-20'],
  ['Islamic', '١٦/١/١٤٤٥، ٣:٢٠ م - Ann: hi', '2023-08-03'],
  ['Minguo', '112/5/14 10:30 - Ann: hi', '2023-05-14'],
])('years of another calendar are turned and warned of: %s', async (_name, line, day) => {
  const { messages, warnings } = await read([line])
  expect(messages.map(({ at }) => at.slice(0, 10))).toEqual([day])
  expect(warnings.find(({ code }) => code === 'other_calendar')).toMatchObject({ count: 1 })
})

test('Gregorian years are not warned of', async () => {
  const { warnings } = await read(['14/5/2023 10:30 - Ann: hi', '14/5/24 10:30 - Ann: hi'])
  expect(warnings.map(({ code }) => code)).not.toContain('other_calendar')
})

test('days and months of one and of two digits are one layout, wherever the year stands', async () => {
  const { messages } = await read([
    '2026/7/9 09:15 - Lin: a',
    '2026/7/10 09:15 - Wei: b',
    '2026/12/1 09:15 - Zoe: late',
    '2026/12/12 09:15 - Una: later',
  ])
  expect(messages.map(({ author }) => author)).toEqual(['Lin', 'Wei', 'Zoe', 'Una'])
})

test.each(['\u2028', '\u2029', '\u0085', '\v', '\f'])(
  'a line does not end at %j',
  async (separator) => {
    const { messages, counts } = await read([
      `29.01.18, 12:24 - Ann: one${separator}two`,
      `29.01.18, 12:25 - Ben: x${separator}29.01.18, 12:25 - Ann: y`,
      `29.01.18, 12:26 - Ann left${separator}.`,
    ])
    expect(counts).toMatchObject({ messages: 2, system: 1, unparsed: 0 })
    expect(messages[0]!.text).toBe(`one${separator}two`)
    expect(messages[1]!.text).toBe(`x${separator}29.01.18, 12:25 - Ann: y`)
  },
)

test('a chat whose lines end in CR alone is read line by line', async () => {
  const { rooms } = await readExport({
    'WhatsApp Chat with Anna.txt': '29.01.18, 12:24 - Ann: one\r29.01.18, 12:25 - Ben: two\r',
  })
  expect(rooms[0]!.messages.map(({ text }) => text)).toEqual(['one', 'two'])
})
