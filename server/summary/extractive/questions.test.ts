import { describe, expect, it } from 'vitest'
import { message, roomOf, summarize } from '../../../tests/summary/room.ts'
import type { StoredMessage } from '../../store/message.ts'

const openOf = async (messages: readonly StoredMessage[]): Promise<string[]> =>
  (await summarize(messages)).openQuestions.map(({ text }) => text)

describe('a question is open', () => {
  it('when nobody says anything after it', async () => {
    expect(await openOf(roomOf('Ann: Who has the key of the archive?'))).toEqual([
      'Who has the key of the archive?',
    ])
  })

  it('when the asker alone goes on', async () => {
    const script = 'Ann: Who has the key of the archive?\nAnn: I need to get the old plans out'
    expect(await openOf(roomOf(script))).toHaveLength(1)
  })

  it('when the next one only asks something else', async () => {
    const script = 'Ann: Who has the key of the archive?\nBen: Is there any coffee left here?'
    expect(await openOf(roomOf(script))).toHaveLength(2)
  })

  it('when the next one speaks to a third person', async () => {
    const room = roomOf(
      'Cleo: hello\nAnn: Who has the key of the archive?\nBen: Cleo: lunch is ready',
    )
    expect(await openOf(room)).toHaveLength(1)
  })

  it('when only a day later somebody talks about something else', async () => {
    const later = message(3, 'Ben', 'The weather is fine').at! + 48 * 3_600_000
    expect(
      await openOf([
        message(1, 'Ben', 'morning all'),
        message(2, 'Ann', 'Who has the key of the archive?'),
        message(3, 'Ben', 'The weather is fine', { at: later }),
      ]),
    ).toHaveLength(1)
  })
})

describe('a question is answered', () => {
  it.each([
    ['by the next person', 'Ben: Dan took it home'],
    ['by a call of the asker', 'Cleo: Is there any tea?\nBen: @Ann ask Dan'],
    ['by a line that names the asker first', 'Cleo: Is there any tea?\nBen: Ann: ask Dan'],
    [
      'by one of the next who uses its words',
      'Cleo: Is there any tea?\nBen: the archive is open today',
    ],
    ['by the asker who found it', 'Cleo: Is there any tea?\nAnn: never mind, found it'],
  ])('%s', async (_how, after) => {
    const open = await openOf(roomOf(`Ann: Who has the key of the archive?\n${after}`))
    expect(open).not.toContain('Who has the key of the archive?')
  })

  it('by a reply in its thread, however late', async () => {
    const chatter = Array.from({ length: 300 }, (_, index) =>
      message(index + 2, 'Ben', `Is number ${index} the right one for this?`),
    )
    const open = await openOf([
      message(1, 'Ann', 'Who has the key of the archive?'),
      ...chatter,
      message(400, 'Cleo', 'I do', { replyTo: 'id-1' }),
    ])
    expect(open).not.toContain('Who has the key of the archive?')
  })
})

describe('no question', () => {
  it.each(['what?', 'really?', 'See https://example.org/?q=1', 'It costs 3?4 or so'])(
    'is %j',
    async (text) => {
      expect(await openOf([message(1, 'Ann', text)])).toEqual([])
    },
  )
})
