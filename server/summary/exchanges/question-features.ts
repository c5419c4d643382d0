import { commonWords } from '../acts/common-words.ts'
import { cueClasses } from '../acts/cue-phrases.ts'
import type { Cells } from './cells.ts'
import type { Exchanges } from './anchor-features.ts'
import { wanted, type Answer } from './answer-features.ts'

/** Lines behind a question in which its asker is listened to. */
const reach = 15
/** From here on a line may be counted among the answers. */
const mayAnswer = 0.3
const found = cueClasses.indexOf('found')
const noAnswer = cueClasses.indexOf('noAnswer')
const accept = cueClasses.indexOf('accept')
const refuse = cueClasses.indexOf('refuse')
const greets = cueClasses.indexOf('greet')

/** What tells whether a question stays open: its possible answers, and what the asker says next. */
export function questionFeatures(
  { talk, p }: Exchanges,
  at: number,
  answers: readonly Answer[],
  cells: Cells,
): void {
  const { lines } = talk
  const asked = lines[at]
  const best = answers.toSorted((a, b) => b.probability - a.probability || a.at - b.at)
  const [first, second, third] = best
  let none = 1
  let sum = 0
  for (const { probability } of answers) {
    none *= 1 - probability
    sum += probability
  }
  const answer = first?.at ?? -1
  cells.addAll(
    first?.probability ?? 0,
    second?.probability ?? 0,
    third?.probability ?? 0,
    none,
    sum,
    answer < 0 ? -1 : answer - at,
    ...(['noanswer', 'answer', 'joke', 'tell', 'ask', 'rhetorical'] as const).map((act) =>
      answer < 0 ? 0 : p(answer, act),
    ),
    answer >= 0 && lines[answer]?.signs.endsAsking === true ? 1 : 0,
  )
  putFirstReply(lines, asked, answers, cells)
  let next = -1
  let others = 0
  let solved = 0
  let thanks = 0
  let again = 0
  for (let later = at + 1; later <= Math.min(lines.length - 1, at + reach); later++) {
    const line = lines[later]
    if (line === undefined || asked === undefined) break
    if (line.author !== asked.author) {
      others++
      continue
    }
    if (next < 0) next = later
    if ((line.signs.cues[found] ?? -1) >= 0) solved = 1
    if (others > 0 && (line.signs.cues[greets] ?? -1) >= 0) thanks = 1
    if (line.signs.endsAsking && commonWords(asked, line) > 0) again = 1
  }
  cells.addAll(
    next < 0 ? -1 : next - at,
    next < 0 ? 0 : p(next, 'greet'),
    next < 0 ? 0 : p(next, 'accept'),
    next < 0 ? 0 : p(next, 'ask'),
    next < 0 ? 0 : p(next, 'tell'),
    others,
    solved,
    thanks,
    again,
    ...wanted.map((pattern) =>
      asked?.signs.tokens.all.some((word) => pattern.test(word)) === true ? 1 : 0,
    ),
    asked?.signs.tokens.all.includes(',') === true ? 1 : 0,
    asked?.signs.isInverted === true ? 1 : 0,
    asked === undefined ? 0 : (talk.sureness[at] ?? 0) * ((talk.parents[at] ?? -1) < 0 ? 1 : -1),
  )
}

/** Most often it is the first words of somebody else that tell, or that nobody can. */
function putFirstReply(
  lines: Exchanges['talk']['lines'],
  asked: Exchanges['talk']['lines'][number] | undefined,
  answers: readonly Answer[],
  cells: Cells,
): void {
  const [first] = answers
  const reply = first === undefined ? undefined : lines[first.at]
  if (first === undefined || reply === undefined || asked === undefined) {
    cells.addAll(0, -1, -1, 0, 0, 0, 0, 0)
    return
  }
  const cueAt = (cue: number): number => reply.signs.cues[cue] ?? -1
  cells.addAll(
    first.probability,
    first.at - first.question,
    reply.signs.words,
    reply.signs.endsAsking ? 1 : 0,
    cueAt(noAnswer) >= 0 ? 1 : 0,
    cueAt(accept) === 0 || cueAt(refuse) === 0 ? 1 : 0,
    commonWords(asked, reply),
    answers.filter(({ probability }) => probability >= mayAnswer).length,
  )
}
