import { describe, expect, it } from 'vitest'
import { message, roomOf, summarize } from '../../../tests/summary/room.ts'

const found = async (text: string) => {
  const { decisions, actionItems } = await summarize([message(1, 'Ivo', text)])
  const isFound = ({ certainty }: { certainty?: string | undefined }): boolean =>
    certainty === 'found'
  return { decisions: decisions.filter(isFound), actions: actionItems.filter(isFound) }
}

describe('a line that says in so many words what was decided', () => {
  it.each([
    'We decided to lay the second jetty in oak.',
    'ok, we have agreed that the ferry stops at six',
    'Decision: the boathouse stays closed in winter',
    'Wir haben beschlossen, den Steg im Herbst zu streichen.',
    'Gut, dann haben wir uns auf Eiche geeinigt.',
    'On a décidé de fermer le hangar en hiver.',
    'Hemos decidido pintar el muelle de azul.',
    'Ficou decidido que o barco sai às seis.',
  ])('is a decision with nobody around it: %s', async (text) => {
    const { decisions } = await found(text)
    expect(decisions).toMatchObject([{ messageNumber: 1, settledBy: 1 }])
  })

  it.each([
    'Have we decided to lay the second jetty in oak?',
    'Years ago we decided to lay the jetty in oak, that was long before you came',
    'We decided to lay the jetty in oak two years ago, remember that storm',
    'I heard that they agreed on something over there',
  ])('is none as a question, a story or hearsay: %s', async (text) => {
    expect((await found(text)).decisions).toEqual([])
  })
})

describe('a line that promises a task for a day', () => {
  it.each([
    'I will send the crew list tomorrow.',
    "ok, I'll grease the winch on Friday",
    'Ich werde morgen die Leinen bestellen.',
    'Demain matin il pleut. Je vais commander les cordes lundi.',
    'Voy a revisar el motor mañana.',
    'Vou encomendar as cordas amanhã de manhã.',
  ])('is an action item of its author with nobody around it: %s', async (text) => {
    const { actions } = await found(text)
    expect(actions).toMatchObject([{ messageNumber: 1, owner: 'Ivo', kind: 'commitment' }])
  })

  it.each([
    "I'll be away the whole of Friday",
    'I will see my aunt in the old town tomorrow.',
    "Maybe I'll grease the winch on Friday",
    'Will I have to grease the winch on Friday?',
  ])('is none as an absence, a visit, a thought or a question: %s', async (text) => {
    expect((await found(text)).actions).toEqual([])
  })

  it('keeps two of the same person in a row apart', async () => {
    const { actionItems } = await summarize(
      roomOf(`
        Ivo: I will send the crew list tomorrow.
        Ivo: I will call the harbour office today.
      `),
    )
    expect(actionItems.map(({ due }) => due?.date)).toEqual(['2024-05-02', '2024-05-01'])
  })
})

describe('a task for all of them with a deadline', () => {
  it.each([
    "let's try to find a new winch by next week",
    'we have to repaint the jetty before Friday',
    'wir müssen die Boote bis Freitag winterfest machen',
    'hay que pintar el muelle antes del viernes',
  ])('is a possible action item that nobody owns: %s', async (text) => {
    const { actionItems } = await summarize([message(1, 'Ivo', text)])
    expect(actionItems).toMatchObject([
      { messageNumber: 1, owner: null, kind: 'request', certainty: 'possible' },
    ])
  })

  it.each(["let's have lunch at noon", 'we must have been there by then'])(
    'is none without something to do by a day: %s',
    async (text) => {
      expect((await summarize([message(1, 'Ivo', text)])).actionItems).toEqual([])
    },
  )
})
