import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { Linker } from '../../server/summary/conversations/linker.ts'
import { Names } from '../../server/summary/conversations/names.ts'
import { spokenLine, type SpokenLine } from '../../server/summary/conversations/spoken-line.ts'
import { isByProgram } from '../../server/summary/extractive/people.ts'

/** The first line whose links people have written down. */
const firstAnnotated = 1_000

interface Day {
  lines: string[]
  /** `answered answering`, as the annotators wrote them. */
  gold: Set<string>
}

/** One day of annotated IRC (`X.ascii.txt` beside `X.annotation.txt`) for each entry. */
export async function readDays(folder: string): Promise<Day[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ascii.txt')).sort()
  return Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name)
      const annotated = await readFile(file.replace('.ascii.txt', '.annotation.txt'), 'utf8')
      const gold = new Set<string>()
      for (const line of annotated.split('\n')) {
        const [one, other] = line.trim().split(/\s+/).map(Number)
        if (one === undefined || other === undefined || Number.isNaN(other)) continue
        if (Math.max(one, other) < firstAnnotated) continue
        gold.add(`${Math.min(one, other)} ${Math.max(one, other)}`)
      }
      return { lines: (await readFile(file, 'utf8')).trimEnd().split('\n'), gold }
    }),
  )
}

const spoken = /^\[(\d\d):(\d\d)\] <([^>]*)> ?(.*)$/
const action = /^\[(\d\d):(\d\d)\] {2}\* (\S+) ?(.*)$/
const joined = /^=== (\S+) \[.*has joined/

interface Said {
  at: number
  author: string
  text: string
}

/** Lines of a day; null for a system line. Times go on past midnight. */
function linesOf(day: Day): (Said | null)[] {
  let days = 0
  let last = 0
  return day.lines.map((line) => {
    const match = spoken.exec(line) ?? action.exec(line)
    if (match === null) return null
    const minute = Number(match[1]) * 60 + Number(match[2])
    if (minute + days * 1_440 < last - 720) days++
    last = minute + days * 1_440
    return {
      at: last * 60_000,
      author: (match[3] ?? '').trim().toLowerCase(),
      text: match[4] ?? '',
    }
  })
}

type Guess = (day: Day, lines: readonly (Said | null)[]) => (number | null)[]

/** F1 of the links of all days together. */
export function linkF1(days: readonly Day[], guess: Guess): number {
  let right = 0
  let guessed = 0
  let gold = 0
  for (const day of days) {
    const lines = linesOf(day)
    gold += day.gold.size
    for (const [index, answered] of guess(day, lines).entries()) {
      if (index < firstAnnotated || answered === null) continue
      guessed++
      if (day.gold.has(`${answered} ${index}`)) right++
    }
  }
  return (2 * right) / (guessed + gold)
}

export const linked: Guess = (day, lines) => {
  const names = new Names()
  for (const said of lines) if (said !== null) names.add(said.author, said.author)
  const linker = new Linker()
  return lines.map((said, index) => {
    if (said === null) {
      const person = joined.exec(day.lines[index] ?? '')?.[1]?.toLowerCase()
      if (person !== undefined) linker.joined(person)
      return index
    }
    const place = {
      index,
      spoken: linker.spoken,
      ...said,
      isBot: isByProgram({ isBot: false, author: said.author }),
    }
    const line: SpokenLine = spokenLine(said.text, place, names.calledIn(said.text, said.author), {
      hasSpoken: (person) => linker.hasSpoken(person),
      isName: (word) => names.isName(word),
    })
    return linker.link(line).index
  })
}

/** Every line answers the one before it. */
export const previous: Guess = (_day, lines) => {
  let last: number | null = null
  return lines.map((said, index) => {
    if (said === null) return index
    const answered = last ?? index
    last = index
    return answered
  })
}

/** Every line answers the last one of the person it names, otherwise it begins a conversation. */
export const mention: Guess = (_day, lines) => {
  const lastOf = new Map<string, number>()
  return lines.map((said, index) => {
    if (said === null) return index
    const name = /^@?([^\s:,;]{2,32})\s*[:,;>]/.exec(said.text)?.[1]?.toLowerCase()
    const answered = name === undefined ? undefined : lastOf.get(name)
    lastOf.set(said.author, index)
    return answered ?? index
  })
}
