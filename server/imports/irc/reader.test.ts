import { describe, expect, test } from 'vitest'
import { readExport, type ReadMessage } from '../../../tests/support/read-export.ts'
import { placeOf } from './place.ts'

const brief = ({ at, author, kind, text }: ReadMessage): string =>
  `${at.slice(0, 19)} ${kind === 'system' ? '!' : author}: ${text}`

async function read(name: string, lines: string[], timeZone?: string) {
  const result = await readExport({ [name]: `${lines.join('\n')}\n` }, timeZone ? { timeZone } : {})
  return { ...result, lines: result.rooms.flatMap(({ messages }) => messages.map(brief)) }
}

describe('IRC dialects', () => {
  test('irssi: dates come from the markers, modes go, server lines are system lines', async () => {
    const { lines, counts, rooms } = await read('#chan.log', [
      '--- Log opened Mon Sep 30 00:00:44 2019',
      '23:58 -!- ann [~a@host] has joined #chan',
      '23:59 <@ann> hello',
      '23:59 < bob> hi ann',
      '23:59  * bob waves',
      '23:59 -ann:#chan- look here',
      '--- Day changed Tue Oct 01 2019',
      '00:01 <@ann> next day',
    ])
    expect(lines).toEqual([
      '2019-09-30T23:58:00 !: ann [~a@host] has joined #chan',
      '2019-09-30T23:59:00 ann: hello',
      '2019-09-30T23:59:00 bob: hi ann',
      '2019-09-30T23:59:00 bob: * waves',
      '2019-09-30T23:59:00 ann: look here',
      '2019-10-01T00:01:00 ann: next day',
    ])
    expect(counts).toMatchObject({ messages: 5, system: 1, skipped: 2, unparsed: 0 })
    expect(rooms[0]).toMatchObject({ name: '#chan', format: 'irc-irssi' })
  })

  test('WeeChat: both time formats in one file, tabs in texts, lines that go on', async () => {
    const { lines, rooms } = await read(
      'irc.libera.#c++.weechatlog',
      [
        '2022-02-19 16:32:20\t-->\tann (~a@host) has joined #c++',
        '2022-02-19 16:32:21\t@ann\tone\ttab',
        '2022-02-19 16:32:22.123456Z\tbob\tfirst',
        'second line',
        '2022-02-19 16:32:23.000000Z\t *\tbob waves',
      ],
      'Europe/Berlin',
    )
    expect(lines).toEqual([
      '2022-02-19T15:32:20 !: ann (~a@host) has joined #c++',
      '2022-02-19T15:32:21 ann: one\ttab',
      '2022-02-19T16:32:22 bob: first\nsecond line',
      '2022-02-19T16:32:23 bob: * waves',
    ])
    expect(rooms[0]).toMatchObject({ name: '#c++', format: 'irc-weechat' })
    expect(rooms[0]!.messages.map(({ timeSource }) => timeSource)).toEqual([1, 1, 0, 0])
  })

  test('ZNC: the date comes from the file, the room from its folder', async () => {
    const { lines, rooms } = await read('#chan/2020-02-29.log', [
      '[10:00:01] *** Joins: ann (~a@host)',
      '[10:00:02] <ann> hi',
      '[10:00:03] * ann waves',
      '[10:00:04] -ann- notice',
      '[10:00:05] *** ann sets mode: +o bob',
    ])
    expect(lines).toEqual([
      '2020-02-29T10:00:01 !: Joins: ann (~a@host)',
      '2020-02-29T10:00:02 ann: hi',
      '2020-02-29T10:00:03 ann: * waves',
      '2020-02-29T10:00:04 ann: notice',
      '2020-02-29T10:00:05 !: ann sets mode: +o bob',
    ])
    expect(rooms[0]!.name).toBe('#chan')
  })

  test('mIRC: a star before a join is the server, before other words a person', async () => {
    const { lines } = await read('#chan.log', [
      'Session Start: Wed Jan 30 00:00:00 2013',
      'Session Ident: #chan',
      '[08:00] * Joins: ann (~a@host)',
      '[08:01] <+ann> hi',
      '[08:02] * ann has joined #chan',
      '[08:03] * ann joined the dots',
    ])
    expect(lines).toEqual([
      '2013-01-30T08:00:00 !: Joins: ann (~a@host)',
      '2013-01-30T08:01:00 ann: hi',
      '2013-01-30T08:02:00 !: ann has joined #chan',
      '2013-01-30T08:03:00 ann: * joined the dots',
    ])
  })

  test.each([
    [
      'supybot',
      ['2020-01-02T03:04:05  <ann> hi', '2020-01-02T03:04:06  *** bob <b!u@h> has joined #c'],
    ],
    ['botbot', ['2020-01-02T03:04:05 <ann> hi', '2020-01-02T03:04:06 * bob joined the channel']],
    [
      'The Lounge',
      ['[2020-01-02T03:04:05.000Z] <ann> hi', '[2020-01-02T03:04:06.000Z] *** bob (u@h) joined'],
    ],
    ['IRCCloud', ['[2020-01-02 03:04:05] <ann> hi', '[2020-01-02 03:04:06] → bob joined (u@h)']],
    [
      'HexChat',
      [
        '**** BEGIN LOGGING AT Thu Jan  2 00:00:00 2020',
        'Jan 02 03:04:05 <ann>\thi',
        'Jan 02 03:04:06 *\tbob (u@h) has joined',
      ],
    ],
  ])('%s', async (_name, written) => {
    const { lines, counts } = await read('#c.log', written)
    expect(lines[0]).toBe('2020-01-02T03:04:05 ann: hi')
    expect(lines[1]).toMatch(/^2020-01-02T03:04:06 !: .*bob/)
    expect(counts).toMatchObject({ messages: 1, system: 1, unparsed: 0 })
  })

  test('a log without any time keeps its order and says that times are unknown', async () => {
    const { rooms } = await read('#c.log', ['< @ann > one', '<bob> two', '<ann> three'])
    expect(rooms[0]!.messages.map(({ author, text }) => `${author} ${text}`)).toEqual([
      'ann one',
      'bob two',
      'ann three',
    ])
    expect(rooms[0]!.messages.every(({ timeSource }) => timeSource === 3)).toBe(true)
  })

  test('times go on after midnight and after noon of a 12-hour clock', async () => {
    const midnight = await read('2020-01-31.raw.txt', ['[23:59] <ann> a', '[00:00] <ann> b'])
    expect(midnight.lines.map((line) => line.slice(0, 16))).toEqual([
      '2020-01-31T23:59',
      '2020-02-01T00:00',
    ])
    const noon = await read('2020-01-31.raw.txt', ['[12:59] <ann> a', '[01:00] <ann> b'])
    expect(noon.lines.map((line) => line.slice(0, 16))).toEqual([
      '2020-01-31T12:59',
      '2020-01-31T13:00',
    ])
  })

  test('lines of several encodings in one file are each read right, colours go', async () => {
    const bytes = Buffer.concat([
      Buffer.from('[10:00] <ann> caf'),
      Buffer.from([0xe9, 0x20, 0x80, 0x0a]),
      Buffer.from('[10:01] <ann> naïve \x0304,01red\x03 \x02bold\x0f\n'),
    ])
    const { rooms, counts } = await readExport({ '#c.log': bytes })
    expect(rooms[0]!.messages.map(({ text }) => text)).toEqual(['café €', 'naïve red bold'])
    expect(counts.repaired).toBe(1)
  })

  test('a channel of one name on two networks is two rooms', async () => {
    const { rooms } = await readExport({
      'libera/#c/2020-01-01.log': '[10:00:00] <ann> one\n',
      'oftc/#c/2020-01-01.log': '[10:00:00] <ann> two\n',
    })
    expect(rooms.map(({ name, messages }) => [name, messages.length])).toEqual([
      ['#c', 1],
      ['#c', 1],
    ])
  })

  test.each([
    ['2010/08/29/#ubuntu.txt', '#ubuntu', '2010-8-29'],
    ['perl6/2015/2015-12-25', 'perl6', '2015-12-25'],
    ['#chan/2020-01-01.log', '#chan', '2020-1-1'],
    ['net_#chan_20130101.log', '#chan', '2013-1-1'],
    ['2004-11-15_03.raw.txt', '2004-11-15_03.raw', '2004-11-15'],
    ['#chan.log', '#chan', null],
  ])('the path %s means room %s', (path, room, day) => {
    const place = placeOf(path)
    expect(place.room).toBe(room)
    expect(place.date && `${place.date.year}-${place.date.month}-${place.date.day}`).toBe(day)
  })

  test('dircproxy gives no year: the file may, and otherwise that is said', async () => {
    const written = [
      '[31 Dec 23:59] <ann!~a@host> +one',
      '[31 Dec 23:59] --> bob (b@host) joined the channel',
      '[01 Jan 00:01] <bob!b@host> -two',
    ]
    const named = await read('2011-12-31.log', written)
    expect(named.lines).toEqual([
      '2011-12-31T23:59:00 ann: one',
      '2011-12-31T23:59:00 !: bob (b@host) joined the channel',
      '2012-01-01T00:01:00 bob: two',
    ])
    const bare = await readExport({ '#c.log': written.join('\n') })
    expect(bare.rooms[0]!.messages.map(({ timeSource }) => timeSource)).toEqual([3, 3, 3])
    expect(bare.warnings.map(({ code }) => code)).toContain('unknown_date')
  })

  test('a day on which nobody said a word is a log like the others', async () => {
    const { counts, warnings } = await readExport({
      '#c/2020-01-01.log': '[10:00:01] <ann> hi\n',
      '#c/2020-01-02.log':
        '[10:00:01] *** Joins: bob (b@host)\n[10:00:02] *** Quits: bob (b@host) (bye)\n',
    })
    expect(counts).toMatchObject({ rooms: 1, messages: 1, system: 2 })
    expect(warnings.map(({ code }) => code)).toEqual(['assumed_zone'])
  })

  test.each([
    ['no space behind the time', '16:59:05< nick2> hi', 'nick2', 'hi'],
    ['tab and tilde', '2020-01-02 03:04:05\t~ann\thi', 'ann', 'hi'],
    ['tab and brackets', '2020-01-02 03:04:05\t<ann>\thi', 'ann', 'hi'],
    ['an action of ZNC', '[10:00:01] * ann waves', 'ann', '* waves'],
  ])('%s', async (_name, line, author, text) => {
    const { rooms, counts } = await readExport({ '2020-01-02.log': `${line}\n${line}\n[x` })
    expect(counts.messages).toBe(2)
    expect(rooms[0]!.messages[0]).toMatchObject({ author, text })
  })
})

describe('lines of clients that no person said', () => {
  test.each([
    '* Joins: cid (c@host)',
    '* cid (~c@host) Quit (Quit: bye)',
    '* cid (~c@host) has left #chan (Bye)',
    '* cid (c@host) has joined',
    '* cid has quit (Ping timeout)',
    '* cid was kicked by ana (no)',
    '* ana has kicked cid from #chan (no)',
    '* cid is now known as dan',
    '* You are now known as dan',
    '* You have been kicked from #chan by ana (no)',
    '* ana sets mode: +o cid',
    '* ana sets ban on *!*@host',
    '* ana gives channel operator status to cid',
    "* ana changes topic to 'x'",
    '* ana has changed the topic to: x',
    "* Topic is 'x'",
    '* Topic for #chan set by ana (Thu Sep 15 17:49:38 2016)',
    '* Set by ana on Thu Sep 15 17:49:38 UTC 2016',
    '* #chan :End of /NAMES list.',
    '* Disconnected',
    '-srv.example.net- *** Checking your connection...',
    '*** ana sets mode: +o bob',
    '--> cid (~c@host) has joined #chan',
    '<-- cid (~c@host) has quit (Quit)',
    '<-> cid is now known as dan',
    '=-= cid is now known as dan',
    '→ cid joined (c@host)',
    '⇐ cid quit (c@host) bye',
    '-!- cid [c@host] has joined #chan',
    '\x0303* cid (~c@host) has joined #chan\x03',
  ])('%s', async (body) => {
    const { counts } = await read('#chan.log', [
      'Session Start: Wed Jan 30 00:00:00 2013',
      '[08:00] <ana> hi',
      `[08:01] ${body}`,
    ])
    expect(counts).toMatchObject({ messages: 1, system: 1, unparsed: 0 })
  })

  test.each([
    ['* ben left the cake outside', 'ben', '* left the cake outside'],
    ['* ben joined the dots', 'ben', '* joined the dots'],
    ['* ben is away', 'ben', '* is away'],
    ['-*- ben waves', 'ben', '* waves'],
    ['— ben waves', 'ben', '* waves'],
    ['• ben: waves', 'ben', '* waves'],
    ['-ben- look', 'ben', 'look'],
    ['<@\u200bben\u200e> hi', 'ben', 'hi'],
    ['\x0301<ben>\x03 hi', 'ben', 'hi'],
  ])('but a person said %s', async (body, author, text) => {
    const { rooms } = await read('2013-01-30.log', ['[08:00] <ana> hi', `[08:01] ${body}`])
    expect(rooms[0]!.messages[1]).toMatchObject({ kind: 'message', author, text })
  })
})

test.each(['\u2028', '\u2029', '\u0085', '\v', '\f'])(
  'a line of no dialect ends at %j',
  async (separator) => {
    const text = `one${separator}two`
    const logs: Record<string, string> = {
      'a/#a.log': `--- Log opened Mon Sep 30 00:00:44 2019\n10:00 <ann> ${text}\n10:01  * ann ${text}\n10:02 -!- ann ${text}\n`,
      'b/irc.libera.#b.weechatlog': `2022-02-19 16:32:20\tann\t${text}\n2022-02-19 16:32:20\t *\tann ${text}\n2022-02-19 16:32:20\t--\tann ${text}\n`,
      'c/#c/2020-01-01.log': `[10:00:00] <ann> ${text}\n[10:00:01] * ann ${text}\n[10:00:02] *** ann ${text}\n`,
      'd/#d.log': `2020-01-02T03:04:05 <ann> ${text}\n2020-01-02T03:04:06 * ann ${text}\n2020-01-02T03:04:06 *** ann ${text}\n`,
      'e/#e.log': `**** BEGIN LOGGING AT Thu Jan  2 00:00:00 2020\nJan 02 03:04:05 <ann>\t${text}\nJan 02 03:04:06 *\tann ${text}\nJan 02 03:04:06 *\tann (a@h) has joined${separator}\n`,
      'f/2011-12-31.#f.log': `[31 Dec 23:59] <ann!~a@host> +${text}\n[31 Dec 23:59] * ann ${text}\n[31 Dec 23:59] --> ann ${text}\n`,
    }
    for (const [name, log] of Object.entries(logs)) {
      const { counts, rooms } = await readExport({ [name]: log })
      expect({ name, ...counts }).toMatchObject({ name, messages: 2, system: 1, unparsed: 0 })
      expect(rooms[0]!.messages[0]!.text).toBe(text)
      expect(rooms[0]!.messages[1]!.text).toBe(`* ${text}`)
    }
  },
)

test('byte order marks, marks of direction and lines ending in CR alone hide no line', async () => {
  const { counts } = await readExport({
    '2020-01-01.log':
      '\ufeff[10:00] <ann> one\n\ufeff[10:01] <ann> two\n\u200e[10:02] <ann> three\n',
  })
  expect(counts).toMatchObject({ messages: 3, unparsed: 0 })
  const mac = await readExport({ '2020-01-01.log': '[10:00] <ann> one\r[10:01] <ann> two\r' })
  expect(mac.counts).toMatchObject({ messages: 2, unparsed: 0 })
})

test('a 12-hour clock that says which half of the day it means', async () => {
  const { lines } = await read('2020-01-01.log', [
    '[12:05 AM] <ann> a',
    '[9:10am] <ann> b',
    '[12:30 pm] <ann> c',
    '[11:59:01 PM] <ann> d',
  ])
  expect(lines.map((line) => line.slice(11, 16))).toEqual(['00:05', '09:10', '12:30', '23:59'])
})

test('Konversation: a day in brackets, a mark and a tab', async () => {
  const { lines, rooms } = await read('freenode_#c.log', [
    '[Friday 10 May 2019] [06:52:00] Join\tben (b@host) has joined this channel.',
    '[Friday 10 May 2019] [06:52:10] <ann>\thi',
    '[Fri May 10 2019] [06:52:20] *\tann waves',
  ])
  expect(lines).toEqual([
    '2019-05-10T06:52:00 !: Join\tben (b@host) has joined this channel.'.replace('Join\t', ''),
    '2019-05-10T06:52:10 ann: hi',
    '2019-05-10T06:52:20 ann: * waves',
  ])
  expect(rooms[0]!.name).toBe('#c')
})

describe('names of files', () => {
  test.each([
    ['#chan_20240901.log.txt', '#chan', '2024-9-1'],
    ['#chan.2024-09-01.irc.log', '#chan', '2024-9-1'],
    ['team/2024-09-01.irc.log', 'team', '2024-9-1'],
    ['2024-09-01.team.irc.log.html', 'team', '2024-9-1'],
    ['2024-09-01-team.log', 'team', '2024-9-1'],
    ['team-2024-09-01.log', 'team', '2024-9-1'],
    ['team.2024-09-01.log', 'team', '2024-9-1'],
    ['2024-09-01.#chan.txt', '#chan', '2024-9-1'],
    ['#chan.log.01Sep2024', '#chan', '2024-9-1'],
    ['#chan.log.20240901', '#chan', '2024-9-1'],
    ['irc.libera.#chan.2024-09-01.weechatlog', '#chan', '2024-9-1'],
    ['user_libera_#chan_20240901.log', '#chan', '2024-9-1'],
    ['#chan.log.2.gz', '#chan', null],
    ['#chan.202409.log', '#chan', null],
    ['2005-02-08.train-a.raw.txt', '2005-02-08.train-a.raw', '2005-2-8'],
    ['2005-06-27_12.log', '2005-06-27_12', '2005-6-27'],
  ])('%s is of room %s', (path, room, day) => {
    const place = placeOf(path)
    expect(place.room).toBe(room)
    expect(place.date && `${place.date.year}-${place.date.month}-${place.date.day}`).toBe(day)
  })

  test('days of one channel are one room, each with its date', async () => {
    const { rooms } = await readExport({
      'logs/2024-09-01.team.log': '[10:00] <ann> one\n',
      'logs/2024-09-02.team.log': '[10:00] <ann> two\n',
      'logs/2024-09-02.other.log': '[10:00] <ann> three\n',
    })
    const days = rooms.map(({ name, messages }) => [
      name,
      messages.map(({ at }) => at.slice(0, 10)).join(' '),
    ])
    expect(Object.fromEntries(days)).toEqual({
      team: '2024-09-01 2024-09-02',
      other: '2024-09-02',
    })
  })

  test('a name that is a date alone leaves the room to the channel that the log names', async () => {
    const { rooms } = await readExport({
      'logs/2024-09-01.log':
        'Session Start: Sun Sep 01 00:00:00 2024\nSession Ident: #team\n[10:00] <ann> one\n',
    })
    expect(rooms[0]!.name).toBe('#team')
  })
})

describe('bridges', () => {
  const log = {
    '#c/2024-09-01.log': [
      '[10:00:00] <link> <Real One> hello',
      '[10:00:01] <link> [telegram] <T\u200bwo> hi',
      '[10:00:02] <ann> <b> is a tag',
      '[10:00:03] <ann> really',
      '[10:00:04] <ann> yes',
      '[10:00:05] <link> <Real One> so: it works',
      '[10:00:06] <link> reconnected',
      '[10:00:07] <feed> [repo] ann pushed',
    ].join('\n'),
  }
  const said = ({ rooms }: Awaited<ReturnType<typeof readExport>>) =>
    rooms.flatMap(({ messages }) => messages.map(({ author, text }) => `${author}: ${text}`))

  test('are offered by name, and nobody else is', async () => {
    const found = await readExport(log)
    expect(said(found)[0]).toBe('link: <Real One> hello')
    expect(found.choices).toEqual({ bridges: ['link'] })
    const told = found.warnings.filter(({ code }) => code === 'bridged_names')
    expect(told).toMatchObject([
      {
        count: 1,
        examples: [{ file: expect.stringMatching(/#c\/2024-09-01\.log$/), text: 'link' }],
      },
    ])
  })

  test('pass on who said what, once a person names them; what they say themselves stays', async () => {
    const found = await readExport(log, { reading: { bridges: ['Link', 'feed'] } })
    expect(said(found)).toEqual([
      'Real One: hello',
      'Two: hi',
      'ann: <b> is a tag',
      'ann: really',
      'ann: yes',
      'Real One: so: it works',
      'link: reconnected',
      'repo: ann pushed',
    ])
    expect(found.choices).toBeUndefined()
    expect(found.counts).toMatchObject({ messages: 8, system: 0, unparsed: 0 })
  })
})
