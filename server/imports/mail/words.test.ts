import { describe, expect, it } from 'vitest'
import { ownWords } from './words.ts'

const answer = (text: string): string => ownWords(text, { isAnswer: true })

describe('the words of an answer', () => {
  it('are without what is quoted and the line that introduces it, above, below and between', () => {
    expect(
      answer('Yes.\n\nOn Mon, 5 Jan 2026 at 10:00, Ana <a@x.org> wrote:\n> Shall we?\n> Or not?\n'),
    ).toBe('Yes.')
    expect(answer('Ana wrote:\n> Shall we?\nYes.\n> When?\nOn Monday.')).toBe('Yes.\nOn Monday.')
    expect(
      answer(
        'On Mon, 5 Jan 2026 at 10:00, Ana Example\n<ana@example.org> wrote:\n> Shall we?\n\nYes.',
      ),
    ).toBe('Yes.')
    expect(answer('Am 05.01.26 um 10:00 schrieb Ana:\r\n> Sollen wir?\r\n\r\nJa.\r\n')).toBe('Ja.')
  })

  it('keep a line with a colon that introduces nothing of another', () => {
    expect(answer('Two things:\n> first\nno')).toBe('Two things:\nno')
    expect(answer('Please note:\n- one\n- two')).toBe('Please note:\n- one\n- two')
  })

  it('are without the mail that Outlook appends', () => {
    const heads = [
      '-----Original Message-----\nFrom: Ana',
      '________________________________\nVon: Ana\nGesendet: Montag',
      'From: Ana Example <ana@example.org>\nSent: Monday, 5 January 2026 10:00\nTo: Dev',
    ]
    for (const head of heads) expect(answer(`Yes.\n\n${head}\n\nShall we?`)).toBe('Yes.')
  })

  it('stay where nothing else would be left', () => {
    expect(answer('> Shall we?\n')).toBe('> Shall we?')
  })
})

it('what a mail that answers nothing quotes belongs to it', () => {
  const text = 'From the manual:\n> Press the button.'
  expect(ownWords(text, { isAnswer: false })).toBe(text)
})

it('signatures and the footers of lists are no words', () => {
  const text = (end: string): string => ownWords(`Hello\n${end}`, { isAnswer: false })
  expect(text('-- \nAna\n+49 30 123')).toBe('Hello')
  expect(text(`${'_'.repeat(47)}\nDev mailing list\nDev@lists.example.org`)).toBe('Hello')
  expect(text('-- \nYou received this message because you are subscribed')).toBe('Hello')
  expect(text(`${'_'.repeat(47)}\na table below`)).toContain('a table below')
})

it('a mail of 300,000 quoted lines is read in a moment', () => {
  const text = `On Monday, Ana wrote:\n${'> x\n'.repeat(300_000)}Yes.`
  const start = process.cpuUsage().user
  expect(answer(text)).toBe('Yes.')
  expect((process.cpuUsage().user - start) / 1_000).toBeLessThan(3_000)
})
