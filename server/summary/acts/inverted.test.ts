import { expect, it } from 'vitest'
import { isInverted } from './inverted.ts'
import { tokensOf } from './tokens.ts'

const inverted = (text: string): boolean => isInverted(tokensOf(text, () => false))

it.each([
  'is the small kiln free on thursday',
  'sorry, does anybody have the key',
  'hat jemand die leiter gesehen',
  'und kommt der monteur noch',
  'salut, avez vous reçu la clé',
])('sees a question without a mark in the order of its words: %s', (text) => {
  expect(inverted(text)).toBe(true)
})

it.each(['will do', 'can do that tomorrow', 'is fine', 'mach ich', 'the kiln is free on thursday'])(
  'sees none in %s',
  (text) => {
    expect(inverted(text)).toBe(false)
  },
)
