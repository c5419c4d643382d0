import { expect, test } from 'vitest'
import { readExport, type ReadMessage } from '../../../tests/support/read-export.ts'

const brief = ({ at, author, kind, text }: ReadMessage): string =>
  `${at.slice(0, 19)} ${kind === 'system' ? '!' : author}: ${text}`

const read = async (name: string, content: string | Uint8Array) => {
  const { rooms, counts, format } = await readExport({ [name]: content })
  return { counts, format, name: rooms[0]!.name, lines: rooms[0]!.messages.map(brief) }
}

test('irclog2html: rows of a table with their instants in the id', async () => {
  const { lines, counts, format } = await read(
    '#gtk.log.2011-01-16.html',
    `<!DOCTYPE html>
<html><head><title>#gtk log</title></head>
<body>
<table class="irclog">
<tr id="t2011-01-16T00:01:02"><td class="join" colspan="2">*** ann has joined #gtk</td><td class="time"><a href="#t2011-01-16T00:01:02" class="time">00:01</a></td></tr>
<tr id="t2011-01-16T00:01:05"><th class="nick" style="background: #407a40">ann</th><td class="text" style="color: #407a40">a &lt;b&gt; &amp; <a href="https://x.org">https://x.org</a></td><td class="time">00:01</td></tr>
<tr id="t2011-01-16T00:01:09"><td class="action" colspan="2">* ann waves</td><td class="time">00:01</td></tr>
</table>
</body></html>
`,
  )
  expect(format).toBe('irc-html')
  expect(lines).toEqual([
    '2011-01-16T00:01:02 !: ann has joined #gtk',
    '2011-01-16T00:01:05 ann: a <b> & https://x.org',
    '2011-01-16T00:01:09 ann: * waves',
  ])
  expect(counts).toMatchObject({ messages: 2, system: 1, unparsed: 0 })
})

test('PircBot: spans with a time that has no leading zero', async () => {
  const { lines } = await read(
    '2006-11-03.html',
    `<html><body>
<span class="irc-date">[6:37]</span> <span class="irc-green">*** ann (~a@host) has joined #c</span><br />
<span class="irc-date">[6:38]</span> <span class="irc-black">&lt;ann&gt; hi &amp; ho</span><br />
</body></html>`,
  )
  expect(lines).toEqual([
    '2006-11-03T06:37:00 !: ann (~a@host) has joined #c',
    '2006-11-03T06:38:00 ann: hi & ho',
  ])
})

test('three lines a message: Unix seconds, mask, text', async () => {
  const { lines, counts } = await read(
    'zig',
    '1577934245\nann!~a@host\nhi\n\n1577934246\nbob!b@host\n1577934247\n\n',
  )
  expect(lines).toEqual(['2020-01-02T03:04:05 ann: hi', '2020-01-02T03:04:06 bob: 1577934247'])
  expect(counts).toMatchObject({ messages: 2, unparsed: 0 })
})

test('a log as a literal of Python, with escapes on both sides of a chunk', async () => {
  const many = Array.from({ length: 30_000 }, (_, n) => {
    const second = String(n % 60).padStart(2, '0')
    return String.raw`2020-01-02T03:04:${second} <ann> it\'s caf\xc3\xa9 ${n}\n`
  })
  const { lines, counts } = await read('botbot.log', `b'${many.join('')}'`)
  expect(counts.messages).toBe(30_000)
  expect(lines[0]).toBe("2020-01-02T03:04:00 ann: it's café 0")
  expect(lines.filter((line) => !/ann: it's café \d+$/.test(line))).toEqual([])
  expect(counts.unparsed).toBe(0)
})
