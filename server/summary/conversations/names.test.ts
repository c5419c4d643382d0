import { describe, expect, it } from 'vitest'
import { Names } from './names.ts'

const names = new Names()
for (const author of [
  'Vera Lund',
  'Vera Maj',
  'Otto Brandt (sales)',
  'tux_',
  '+49 170 5550123',
  'Will',
]) {
  names.add(author, author)
}
const called = (text: string, own = 'somebody') => {
  const { to, named } = names.calledIn(text, own)
  return { to, named: [...named] }
}

describe('people named in a line', () => {
  it.each([
    ['@Otto Brandt yes, on the 6th', 'Otto Brandt (sales)'],
    ['@Vera Lund - no, my train leaves at six', 'Vera Lund'],
    ['tux_: did you try the other port?', 'tux_'],
    ['otto, that was yours', 'Otto Brandt (sales)'],
    ['@491705550123 you have the key', '+49 170 5550123'],
  ])('%j speaks to %j', (text, person) => {
    expect(called(text).to).toBe(person)
    expect(called(text).named).toContain(person)
  })

  it('finds a name inside, and tells two people of one first name not at all', () => {
    expect(called('I guess that is for Otto')).toEqual({ to: null, named: ['Otto Brandt (sales)'] })
    expect(called('ask vera')).toEqual({ to: null, named: [] })
    expect(called('ask @Vera Maj')).toEqual({ to: null, named: ['Vera Maj'] })
  })

  it('takes an ordinary word for no name, and nobody for calling themselves', () => {
    expect(called('will you come?')).toEqual({ to: null, named: [] })
    expect(called('tux_: that is me', 'tux_')).toEqual({ to: null, named: [] })
  })
})
