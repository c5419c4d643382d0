import type { ReadLine } from '../acts/lines.ts'

const firstPerson = new Set("i i'd i'll ich je j'ai yo cojo eu".split(' '))
const secondPerson = new Set(
  'you your du dir ihr euch sie tu te toi vous usted os te vos voce'.split(' '),
)

/** "Mind if I take it?" and "darf ich das machen?", but not "can you ...?" or "I need you to ...". */
export function offersItself({ signs: { tokens, asks } }: ReadLine): boolean {
  return (
    asks &&
    tokens.all.some((word) => firstPerson.has(word)) &&
    !tokens.all.some((word) => secondPerson.has(word))
  )
}
