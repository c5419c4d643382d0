import { expect, it } from 'vitest'
import type { MessageFilter } from '../contract/report-options.ts'
import { speechIn } from './speech-in.ts'
import type { StoredMessage } from '../ports/message.ts'
import { filtered, partText } from './message-filter.ts'

const said = (id: string, author: string, text: string, replyTo: string | null = null) =>
  ({ id, author, text, replyTo, kind: 'message', number: 0 }) as StoredMessage
const room = [
  said('1', 'Ada', 'Which crâne?'),
  { ...said('2', '', 'Ben joined'), kind: 'system' } as StoredMessage,
  said('3', 'Ben', 'The green CRANE', '1'),
  said('4', 'Cy', 'Agreed', '3'),
  said('5', 'ada', 'Lunch?'),
  said('6', 'Ben', 'Yes, at the crane', '5'),
]
async function* slices() {
  yield room.slice(0, 2)
  yield room.slice(2)
}

it.each<[MessageFilter, string[]]>([
  [{ people: ['ADA'] }, ['1', '5']],
  [{ keyword: 'crane' }, ['1', '3', '6']],
  [{ keyword: 'crane  green' }, ['3']],
  [{ thread: '1' }, ['1', '3', '4']],
  [{ thread: '3' }, ['3', '4']],
  [{ people: ['Ben', 'Cy'], keyword: 'crane', thread: '1' }, ['3']],
  [{ people: ['Nobody'] }, []],
])('%j lets through %j, numbered as rows', async (filter, ids) => {
  const found: StoredMessage[] = []
  for await (const slice of filtered(slices(), filter)) found.push(...slice)
  expect(found.map(({ id }) => id)).toEqual(ids)
  expect(found.map(({ number }) => number)).toEqual(ids.map((_, index) => index + 1))
})

it('a part is said in the language of the report, without names where it has none', () => {
  const filter = { people: ['Ada', 'Ben'], keyword: 'crane' }
  expect(partText(speechIn('en', 'UTC'), filter, false)).toBe(
    'only messages by Ada, Ben, with "crane"',
  )
  expect(partText(speechIn('de', 'UTC'), { ...filter, thread: 'x' }, true)).toBe(
    'nur Nachrichten von 2 Personen, mit „crane“, in einem Gespräch',
  )
})
