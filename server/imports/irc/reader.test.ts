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
