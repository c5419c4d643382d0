import { describe, expect, it } from 'vitest'
import { TextSigns } from '../acts/text-features.ts'
import { tokensOf } from '../acts/tokens.ts'
import {
  agrees,
  asksFor,
  closesIn,
  commitsIn,
  goesAway,
  onlyListens,
  saysYes,
} from './said-forms.ts'

const signs = (text: string): TextSigns => new TextSigns(tokensOf(text, (word) => word === 'pia'))

describe('what takes on a task', () => {
  it.each([
    "I'll grease the winch",
    "Okay , I 'll draw both of them",
    "I'm gonna call the harbour office",
    'let me ask the mechanic',
    'will send you the list',
    'on it',
    'leave it to me',
    'das male ich am Samstag',
    'ich schick dir die Liste',
    'ich werde die Leinen bestellen',
    "je m'en occupe",
    "j'appelle le garage",
    'je vous enverrai le plan',
    'me encargo yo',
    'voy a llamar al taller',
    'eu trato disso',
    'vou encomendar as cordas',
  ])('%j', (text) => {
    expect(commitsIn(signs(text))).toBe('task')
  })

  it.each([
    "I'll try that",
    'I will look through it',
    "I'm going to test it",
    'ich werde es testen',
  ])('may be a trial for oneself: %j', (text) => {
    expect(commitsIn(signs(text))).toBe('light')
  })

  it.each([
    "I'll be late",
    "it'll work",
    "they'll fix it",
    "I'm going to bed",
    "maybe I'll paint it",
    "I don't know if I'll come",
    'I have three of these',
    'ich bin müde',
    'je vais dormir',
    'voy a cenar',
    'vou dormir',
  ])('is not %j', (text) => {
    expect(commitsIn(signs(text))).toBeNull()
  })
})

it.each([
  'Could you bring it?',
  'wer holt den Lack?',
  "quelqu'un peut venir ?",
  'alguien puede ir?',
])('knows a request: %j', (text) => {
  expect(asksFor(signs(text))).toBe(true)
})

it.each(['sure', 'Pia: yes, gladly', 'klar', 'vale', 'com certeza'])('knows a yes: %j', (text) => {
  expect(saysYes(signs(text))).toBe(true)
})

it.each(['Yeah .', 'Mm - hmm .', 'Okay . Right .', 'Genau.'])('hears %j only listen', (text) => {
  expect(onlyListens(signs(text))).toBe(true)
  expect(agrees(signs(text))).toBe(false)
})

it.each(['+1', 'works for me', 'Yeah, good idea', 'bin dabei', "d'accord", 'me parece bien'])(
  'hears %j agree',
  (text) => {
    expect(agrees(signs(text))).toBe(true)
    expect(onlyListens(signs(text))).toBe(false)
  },
)

describe('what closes a matter', () => {
  it.each([
    "let's go with green",
    'the boathouse it is',
    "so we 'll keep the hinge",
    'beschlossen',
  ])('says so: %j', (text) => {
    expect(closesIn(signs(text))).toBe('told')
  })

  it('hints at it by how it begins', () => {
    expect(closesIn(signs('ok, then thursday'))).toBe('hinted')
  })

  it.each(['it costs thirty', 'shall we go with green?', "we haven't decided", "we'll see"])(
    'is not %j',
    (text) => {
      expect(closesIn(signs(text))).toBeNull()
    },
  )
})

it.each([
  "I'm gonna log off for today",
  "I'm off to bed, good night",
  'brb',
  'ich geh jetzt ins Bett',
  'je file, à demain',
  'me voy a casa',
  'vou dormir',
])('knows who leaves: %j', (text) => {
  expect(goesAway(signs(text))).toBe(true)
})

it.each(["I'm going to call the harbour", "I'll leave the keys at the office", 'ich rufe dort an'])(
  'does not take %j for a farewell',
  (text) => {
    expect(goesAway(signs(text))).toBe(false)
  },
)

it.each(["I'll be fixing this a bit later", "I'll book the hall if nobody minds"])(
  'takes %j for a task',
  (text) => {
    expect(commitsIn(signs(text))).toBe('task')
  },
)

it.each([
  "I'll be going now",
  "I'll tag the organizers here",
  "I'll post it if I get something up",
])('does not take %j for a task', (text) => {
  expect(commitsIn(signs(text))).toBeNull()
})
