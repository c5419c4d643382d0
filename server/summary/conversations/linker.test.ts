import { describe, expect, it } from 'vitest'
import { Linker } from './linker.ts'
import { Names } from './names.ts'
import { spokenLine } from './spoken-line.ts'

/** What each "nick: text" line answers, by position; the line itself where it begins something. */
function links(script: string): number[] {
  const said = script
    .trim()
    .split('\n')
    .map((line) => /^\s*<(\S+)> (.*)$/.exec(line)!)
  const names = new Names()
  for (const [, author] of said) names.add(author!, author!)
  const linker = new Linker()
  return said.map(([, author, text], index) => {
    const place = { index, spoken: index, author: author!, at: index * 10_000, isBot: false }
    const line = spokenLine(text!, place, names.calledIn(text!, author!), {
      hasSpoken: (person) => linker.hasSpoken(person),
      isName: (word) => names.isName(word),
    })
    return linker.link(line).index
  })
}

describe('lines of a room where several talk at once', () => {
  it('answer the last line of the person they call, whatever stands between', () => {
    expect(
      links(`
        <ana> hello, how do I mount the second disk at boot?
        <ben> which release of the kernel has the new scheduler in it?
        <cid> ana: put it into fstab
        <dot> ben: the one of last week
        <ana> cid: thanks, that mounted it
      `),
    ).toEqual([0, 1, 0, 1, 2])
  })
})
