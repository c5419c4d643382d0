import type { Tokens } from './tokens.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Words that may stand before a question's verb: names, marks, and what links it to the talk. */
const before = words(
  `<name> <mention> , : ! ¿ and so but or hey hi hello ok okay oh well btw also sorry quick then now
  und oder aber hallo also ach ok et mais ou bon alors salut bonjour`,
)
/** Verbs that stand before their subject where somebody asks. */
const verbs = words(
  `is are was were am do does did has have had can could will would should
  isn't aren't wasn't weren't don't doesn't didn't hasn't haven't can't couldn't won't wouldn't shouldn't
  ist sind war waren hat habt hast haben hatte hattet kann kannst konnt konnen darf durfen muss musst mussen
  soll sollen wird werden wirst willst wollen wollt gibt kommt kommst kommen geht gehst weiss weisst wisst
  kennt kennst braucht brauchst brauchen steht stimmt macht machst lauft findet findest fahrt fahrst nimmt
  gilt reicht bleibt liegt kriegt kriegen bekommt bekommen zahlt
  as es est sont avez etes peux peut pouvez faut sais sait savez veux veut voulez va vas allez vont doit dois devez`,
)
const subjects = words(
  `i you u we they he she it this that these those there the a an any anyone anybody anything someone somebody
  everyone everybody my your our his her their its all both one <name> <mention>
  ich du er sie es wir ihr man der die das dein deine mein meine unser unsere euer eure jemand einer eine wer
  irgendwer da denn eigentlich tu vous on il elle ils elles nous je ce`,
)

/** Whether a sentence begins as a question does that says so by the order of its words: "Is the ...", "Hat jemand ...". */
export function isInverted({ all, starts }: Tokens): boolean {
  for (const start of starts) {
    let at = start
    while (before.has(all[at] ?? '')) at++
    if (verbs.has(all[at] ?? '') && subjects.has(all[at + 1] ?? '')) return true
  }
  return false
}
