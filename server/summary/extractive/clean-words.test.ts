import { describe, expect, it } from 'vitest'
import { cleanWords } from './clean-words.ts'

describe('words of a quote', () => {
  it.each([
    ['done :white_check_mark:', 'done ✅'],
    [':tada::tada: we won :our_own_party:', '🎉🎉 we won '],
    [':thumbsup::skin-tone-3: fine', '👍 fine'],
    ['great:tada: work', 'great🎉 work'],
    ['<@U02ABCDE1> takes the blue one', '@… takes the blue one'],
    ['Forwarded from Ann Lee: we take the blue one', 'Ann Lee: we take the blue one'],
    [': who takes the blue one?', 'who takes the blue one?'],
    [', and who pays?', 'and who pays?'],
    ['<attached: 0003-PHOTO.jpg> the blue one', ' the blue one'],
  ])('%j are as the chat shows them', (text, clean) => {
    expect(cleanWords(text)).toBe(clean)
  })

  it.each([
    'the train leaves at 5:30:45',
    'mix it 3:20:10',
    'call std::vector::at',
    ':) fine',
    ':wq to leave',
    '<attached: 0003-PHOTO.jpg>',
  ])('%j stay as they are', (text) => {
    expect(cleanWords(text)).toBe(text)
  })
})
