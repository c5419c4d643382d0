import { describe, expect, it } from 'vitest'
import { lineCutter, lineOf, maxLineBytes, parseLine } from './line.ts'
import { nextPlace } from './history.ts'
import { spokenIn } from './said.ts'

const isChannel = (name: string): boolean => name.startsWith('#')
const spoken = (line: string) => spokenIn(parseLine(line)!, isChannel, () => 1, 1_700_000_000_000)
const textOf = (line: string) => spoken(line)?.said.message.text

describe('lines of IRC', () => {
  it('are read with tags, source, command and words', () => {
    expect(
      parseLine(
        '@time=2026-11-30T12:00:00.123Z;+a=x\\:\\s\\\\\\r\\n;b :ann!u@h privmsg #c :hi :) all',
      ),
    ).toEqual({
      tags: new Map([
        ['time', '2026-11-30T12:00:00.123Z'],
        ['+a', 'x; \\\r\n'],
        ['b', ''],
      ]),
      source: 'ann',
      command: 'PRIVMSG',
      params: ['#c', 'hi :) all'],
    })
    expect(parseLine(':irc.example.org 005 me CHANTYPES=# :are supported')?.params).toEqual([
      'me',
      'CHANTYPES=#',
      'are supported',
    ])
    expect(parseLine('PING  a   b')?.params).toEqual(['a', 'b'])
    expect(parseLine('JOIN :')?.params).toEqual([''])
  })

  it.each(['', ' ', '@', '@tag', ':only.source', '@t :s', '12 x', 'PRIV-MSG x'])(
    'that are none are no message: %j',
    (line) => expect(parseLine(line)).toBeNull(),
  )

  it('are cut from whatever pieces the wire gives, also within a letter', () => {
    const bytes = Buffer.from('PRIVMSG #c :caf\u00e9 \u{1f600}\r\nPING a\nPART')
    for (let size = 1; size <= bytes.length; size++) {
      const cut = lineCutter()
      const lines: string[] = []
      for (let at = 0; at < bytes.length; at += size)
        lines.push(...cut(bytes.subarray(at, at + size)))
      expect(lines).toEqual(['PRIVMSG #c :caf\u00e9 \u{1f600}', 'PING a'])
    }
  })

  it('that are longer than a line may be are left out, and nothing of them is kept', () => {
    const cut = lineCutter()
    const long = Buffer.alloc(1_000_000, 'x')
    expect(cut(Buffer.from('PING a\r\n@'))).toEqual(['PING a'])
    for (let n = 0; n < 20; n++) expect(cut(long)).toEqual([])
    expect(cut(Buffer.from(' PRIVMSG #c :end\r\nPING b\r\n'))).toEqual(['PING b'])
    const fits = 'y'.repeat(maxLineBytes - 1)
    expect(cut(Buffer.from(`${fits}\r\n${fits}yy\r\nPING c\n`))).toEqual([fits, 'PING c'])
  })

  it('in an old encoding are read in it', () => {
    expect(lineCutter()(Buffer.from('PRIVMSG #c :caf\xe9\r\n', 'latin1'))).toEqual([
      'PRIVMSG #c :caf\u00e9',
    ])
  })

  it('that we send never become two, nor another command', () => {
    expect(lineOf('JOIN', '#c')).toBe('JOIN #c\r\n')
    expect(lineOf('PASS', ':a b')).toBe('PASS ::a b\r\n')
    for (const word of ['a\r\nQUIT', 'a\nQUIT', 'a\0']) {
      expect(() => lineOf('JOIN', word)).toThrow(RangeError)
      expect(() => lineOf('CHATHISTORY', 'LATEST', word, '*', '5')).toThrow(RangeError)
    }
    expect(() => lineOf('CHATHISTORY', 'LATEST', '#a b', '*', '5')).toThrow(RangeError)
    expect(() => lineOf('JOIN', 'x'.repeat(600))).toThrow(RangeError)
  })
})

describe('what is said in a channel', () => {
  it('is read as the logs of clients are: without colours, with actions', () => {
    expect(textOf(':ann!u@h PRIVMSG #c :\x02bold\x02 \x0304,01red\x0f plain')).toBe(
      'bold red plain',
    )
    expect(textOf(':ann!u@h PRIVMSG #c :\x01ACTION waves\x01')).toBe('* waves')
    expect(textOf(':ann!u@h NOTICE #c :built')).toBe('built')
    expect(spoken(':Ann[x]!u@h PRIVMSG #c :hi')?.said.message).toMatchObject({
      author: 'Ann[x]',
      authorKey: 'ann{x}',
      kind: 'message',
    })
    expect(spoken(':irc.example.org NOTICE #c :going down')?.said.message).toMatchObject({
      kind: 'system',
      text: 'going down',
    })
  })

  it('is no query, no request of a program, and nothing without words', () => {
    for (const line of [
      ':ann!u@h PRIVMSG me :psst',
      ':ann!u@h PRIVMSG #c :\x01VERSION\x01',
      ':ann!u@h NOTICE #c :\x01PING 1\x01',
      ':ann!u@h PRIVMSG #c',
      'PRIVMSG #c :nobody',
      ':ann!u@h TOPIC #c :new',
      '@+typing=active :ann!u@h TAGMSG #c',
    ]) {
      expect(spoken(line)).toBeNull()
    }
  })

  it('has the id of its server, or one of its time, its author and its words', () => {
    const idOf = (line: string, nth = 1) =>
      spokenIn(parseLine(line)!, isChannel, () => nth, 0)!.said.message.sourceId
    const said = ':ann!u@h PRIVMSG #c :ok'
    const at = '@time=2026-11-30T12:00:00.123Z'
    expect(idOf(`@msgid=abc ${said}`)).toBe('abc')
    expect(idOf(`${at} ${said}`)).toBe(idOf(`${at};batch=7 ${said}`))
    expect(idOf(`${at} ${said}`)).not.toBe(idOf(`${at} ${said}`, 2))
    expect(idOf(`${at} ${said}`)).not.toBe(idOf(`${at} ${said}!`))
    expect(idOf(`${at} ${said}`)).not.toBe(idOf(`@time=2026-11-30T12:00:00.124Z ${said}`))
  })

  it('was said when its server says so, and else when it was heard', () => {
    const atOf = (line: string) => spoken(line)?.said.message.when.at
    expect(atOf('@time=2026-11-30T12:00:00.123Z :ann!u@h PRIVMSG #c :x')).toBe(
      Date.UTC(2026, 10, 30, 12, 0, 0, 123),
    )
    for (const time of ['', '2026-13-30T12:00:00Z', '2026-11-30T12:00:60Z', 'now', '1700000000']) {
      expect(atOf(`@time=${time} :ann!u@h PRIVMSG #c :x`)).toBe(1_700_000_000_000)
    }
  })
})

describe('pages of CHATHISTORY', () => {
  const next = (times: number[], isFull: boolean, from: string | null, until: string | null) =>
    nextPlace(times, isFull, { from, until })

  it('go on from their oldest message, which is asked for again: others may share its millisecond', () => {
    expect(next([7, 8, 9], true, null, null)).toBe('7')
    expect(next([5, 6, 7], true, '7', null)).toBe('5')
    // A server may give fewer than it was asked for.
    expect(next([5, 7], false, '7', null)).toBe('5')
  })

  it('end where nothing is older, and where it was read before', () => {
    expect(next([], false, '7', null)).toBeNull()
    expect(next([7], false, '7', null)).toBeNull()
    expect(next([3, 4], true, '7', '4')).toBeNull()
    expect(next([4, 5], false, null, '4')).toBeNull()
    expect(next([4, 4], true, null, '4')).toBe('4')
  })

  it('go on below a millisecond that holds more than one page', () => {
    expect(next([7, 7, 7], true, '7', null)).toBe('6')
  })
})
