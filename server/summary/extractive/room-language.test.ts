import { describe, expect, it } from 'vitest'
import { RoomLanguage } from './room-language.ts'

const languageOf = (lines: readonly string[], times = 12): string | null => {
  const language = new RoomLanguage()
  for (let round = 0; round < times; round++) for (const line of lines) language.add(line)
  return language.other()
}

const others: [string, string[]][] = [
  [
    'pl',
    [
      'Cześć, czy jutro płyniemy promem o dziesiątej?',
      'Tak, ale nie wiem jeszcze, co z biletami.',
      'Ja je kupię, to nie jest problem.',
      'Dzięki, już się nie mogę doczekać!',
    ],
  ],
  [
    'nl',
    [
      'Gaan we morgen met de boot naar het eiland?',
      'Ja, dat is een goed plan, maar ik weet niet hoe laat.',
      'Ik koop de kaartjes wel, we zijn met z’n vijven.',
      'Heb je ook nog aan het eten gedacht?',
    ],
  ],
  [
    'it',
    [
      'Domani andiamo con il traghetto, che ne dite?',
      'Sì, ma non so ancora a che ora, è un problema?',
      'Compro io i biglietti per tutti, anche per Anna.',
      'Grazie, sono contento di come è andata con la prenotazione del posto.',
    ],
  ],
  ['ru', ['Завтра поедем на пароме, вы успеете?', 'Да, я куплю билеты для всех, это не проблема.']],
  ['uk', ['Завтра їдемо поромом, ви встигнете?', 'Так, я куплю квитки для всіх, це не проблема.']],
  ['ja', ['明日のフェリーで島に行きませんか。', 'はい、切符は私が買っておきます。']],
  ['zh', ['明天我们坐渡轮去岛上好吗？', '好的，我来买票，没有问题。']],
  ['ar', ['هل نسافر غدا بالعبارة إلى الجزيرة؟', 'نعم، سأشتري التذاكر للجميع.']],
  ['el', ['Πάμε αύριο με το πλοίο στο νησί;', 'Ναι, θα πάρω εγώ τα εισιτήρια για όλους.']],
]

const known: string[][] = [
  ['Shall we take the ferry tomorrow?', "Yes, but I don't know the time.", "I'll buy the tickets."],
  ['Nehmen wir morgen die Fähre?', 'Ja, aber ich weiß die Zeit nicht.', 'Ich kaufe die Karten.'],
  [
    'On prend le ferry demain ?',
    'Oui, mais je ne sais pas à quelle heure.',
    "J'achète les billets.",
  ],
  ['¿Tomamos el ferry mañana?', 'Sí, pero no sé la hora.', 'Yo compro los billetes para todos.'],
  ['Vamos de barco amanhã?', 'Sim, mas não sei a hora.', 'Eu compro os bilhetes para todos.'],
]

describe('the language of a room', () => {
  it.each(others)('is told where it is %s', (tag, lines) => {
    expect(languageOf(lines)).toBe(tag)
  })

  it.each(known)('is none of the others where decisions can be found in it: %s', (...lines) => {
    expect(languageOf(lines)).toBeNull()
  })

  it('is told of a room that says enough, and in doubt is one of the known', () => {
    const [, polish = []] = others[0] ?? []
    expect(languageOf(polish.slice(0, 1), 1)).toBeNull()
    expect(languageOf([...polish, ...(known[0] ?? []), ...(known[0] ?? [])])).toBeNull()
    expect(languageOf(['ok', '👍', 'haha', '12:30'], 500)).toBeNull()
  })
})
