import { expect, test } from 'vitest'
import { parseColumns } from './columns.ts'

test('columns are named with numbers from 1, and counted from 0 inside', () => {
  expect(parseColumns('time=2, author=1,text=3')).toEqual({ time: 1, author: 0, text: 2 })
  expect(parseColumns('text=1,authorId=4,replyTo=5')).toEqual({ text: 0, authorId: 3, replyTo: 4 })
})

test.each([
  ['', 'is none of text, time'],
  ['words=1', '"words" is none of text, time'],
  ['__proto__=1', 'is none of'],
  ['text=0', 'counted from 1'],
  ['text', 'counted from 1'],
  ['text=3rd', 'counted from 1'],
  ['text=1,text=2', 'only once'],
  ['text=1,time=1', 'only once'],
  ['time=2,author=1', 'Say which column holds the text'],
])('%j is refused with what to write instead', (text, message) => {
  expect(() => parseColumns(text)).toThrow(message)
})
