import { expect, test } from 'vitest'
import { isByProgram } from './people.ts'
import { message, summarize } from '../../../tests/summary/room.ts'

const asked = async (isBot: boolean) => {
  const { openQuestions } = await summarize([
    message(1, 'Ann', 'The tide was late this morning and the pump of hall 3 leaks again'),
    message(2, 'Ben', 'I will look at the pump after lunch'),
    message(3, 'relay', 'Who can take over the release of the harbour tools on Friday?', { isBot }),
  ])
  return openQuestions.length
}

test('a question by what its source calls a program waits for nobody', async () => {
  expect(await asked(false)).toBe(1)
  expect(await asked(true)).toBe(0)
})

test.each(['TipBot#0077', 'Jenkins', 'release-bot'])(
  '%s goes by the name of a program',
  (author) => {
    expect(isByProgram({ author })).toBe(true)
  },
)

test.each(['Abbot', 'Botho Keller', 'robota#1234'])('%s does not', (author) => {
  expect(isByProgram({ author })).toBe(false)
})
