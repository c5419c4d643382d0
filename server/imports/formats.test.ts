import { expect, test } from 'vitest'
import { readExport } from '../../tests/support/read-export.ts'
import { htmlText } from './reading/html-text.ts'
import { mendJson } from './reading/json-mend.ts'
import { wallClock } from './reading/time-zone.ts'

const read = async (name: string, content: unknown) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const result = await readExport({ [name]: text })
  return { ...result, messages: result.rooms.flatMap(({ messages }) => messages) }
}

test('a table of messages is read by its header; dates of bare numbers are decided by the whole file', async () => {
  const { rooms, messages } = await read(
    'chat.csv',
    'Date,Time,From,Message,Channel\n03/04/2024,9:05 PM,Ann,"a, ""b""",red\n13/04/2024,10:00,Bob,c,blue\n',
  )
  expect(rooms.map(({ name }) => name)).toEqual(['red', 'blue'])
  expect(messages.map(({ at, author, text }) => [at.slice(0, 16), author, text])).toEqual([
    ['2024-04-03T21:05', 'Ann', 'a, "b"'],
    ['2024-04-13T10:00', 'Bob', 'c'],
  ])
})

test('names of prototypes are names like any other', async () => {
  const lines = ['__proto__', 'constructor', 'toString'].map((name) =>
    JSON.stringify({ room: name, at: '2024-01-01T00:00:00Z', author: name, text: name }),
  )
  const { rooms } = await read('rooms.ndjson', lines.join('\n'))
  expect(rooms.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'toString'])
})

test('characters that no store holds are replaced and counted', async () => {
  const { messages, counts } = await read(
    'rooms.ndjson',
    String.raw`{"room":"r","id":"1","at":1704099600000,"author":"a\u0000b","text":"x\ud83dy"}`,
  )
  expect(messages[0]).toMatchObject({ author: 'a\ufffdb', text: 'x\ufffdy' })
  expect(counts).toMatchObject({ messages: 1, repaired: 1 })
})

test('a record of endless depth or length neither fails nor stays in memory', async () => {
  const deep = `${'['.repeat(200_000)}`
  const { counts } = await read(
    'x.json',
    `{"guild":{},"channel":{"id":"1","name":"c"},"messages":[{"id":"1","timestamp":"2024-01-01T00:00:00Z","content":"ok","author":{"id":"1","name":"a"}},{"id":${deep}`,
  )
  expect(counts.messages).toBe(1)
  expect(counts.unparsed).toBe(1)
})

test('clocks: skipped and repeated hours of summer time', () => {
  const berlin = wallClock('Europe/Berlin')
  const at = (text: string) => new Date(berlin.toUtc(Date.parse(`${text}Z`))).toISOString()
  expect(at('2024-01-15T12:00:00')).toBe('2024-01-15T11:00:00.000Z')
  expect(at('2024-07-15T12:00:00')).toBe('2024-07-15T10:00:00.000Z')
  expect(at('2024-03-31T02:30:00')).toBe('2024-03-31T01:30:00.000Z')
  expect(at('2024-10-27T02:30:00')).toBe('2024-10-27T00:30:00.000Z')
  expect(() => wallClock('Mars/Olympus')).toThrow(RangeError)
})

test('almost JSON is mended, and nonsense is not', () => {
  expect(mendJson('{"a": "x\ny", "b": tru e, "c": [1,2,]}')).toMatchObject({
    a: 'x\ny',
    c: [1, 2],
  })
  expect(mendJson('{"a": "say "hi" now"}')).toEqual({ a: 'say "hi" now' })
  expect(mendJson('}{')).toBeUndefined()
})

test('HTML becomes words without its scripts', () => {
  expect(htmlText('<p>a<br>b</p><ul><li>c</li></ul><a href="https://x.org">link</a>')).toBe(
    'a\nb\n- c\nlink (https://x.org)',
  )
  expect(htmlText('Gr&uuml;&szlig;e &hearts; &#x1F600; 5&nbsp;&euro; &amp;lt; &nope; a&b')).toBe(
    'Grüße ♥ 😀 5 € &lt; &nope; a&b',
  )
  expect(htmlText('<img src=x onerror=alert(1) alt="pic"><style>p{}</style>ok')).toBe('picok')
})
