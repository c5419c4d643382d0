/** What the sentence is made of; the lists hold found ones alone, never possible ones. */
export interface HeadlineParts {
  messages: number
  people: number
  /** Days from the first message to the last one, both counted, in the zone of the report; null without times. */
  days: number | null
  decisions: HeadlineList<
    HeadlineQuote & { day: string | null; people: number | null; isClosed: boolean }
  >
  actions: HeadlineList<
    HeadlineQuote & { owner: string | null; due: { words: string; date: string | null } | null }
  >
  open: HeadlineList<HeadlineQuote & { ageSeconds: number | null }>
  /** Questions that wanted an answer; null where nobody has counted them. */
  asked: number | null
  /** What is only possible, in all. */
  possible: { decisions: number; actions: number }
  /** The conversation of most messages; its text is the line that opened it. */
  busiest: (HeadlineQuote & { size: number }) | null
  /** Words that stand in most messages, without names and fillers. */
  subjects: readonly string[]
  /** The last day of the week of the last message (`YYYY-MM-DD`), and in words; null without times. */
  weekEnds: { date: string; words: string } | null
}

interface HeadlineQuote {
  text: string
}

/** The best of them in the order of the room, and how many there are in all. */
export interface HeadlineList<Item> {
  items: readonly Item[]
  count: number
  /** There may be more of them than `count`. */
  isLeast: boolean
}

/** From this share of the messages one conversation is what a room was about. */
const mostTalk = 0.3
const quoteLength = 90
const counted = new Intl.NumberFormat('en-US')
const amount = (count: number, one: string, many = `${one}s`): string =>
  `${counted.format(count)} ${count === 1 ? one : many}`

/**
 * What came of a room, in one sentence: words are quoted, numbers are counted, nothing is
 * paraphrased or supposed. What is only possible is never called a decision or an action.
 */
export function headlineOf(parts: HeadlineParts): string {
  if (parts.messages === 0) return 'nothing to report'
  const outcomes = [decisionsOf(parts), actionsOf(parts), questionsOf(parts)].filter(
    (outcome) => outcome !== null,
  )
  const [first, ...others] = outcomes
  if (first === undefined) return withoutOutcome(parts)
  const told = [first.alone, ...others.map(({ beside }) => beside)]
  const { busiest } = parts
  if (busiest !== null && busiest.size > 1) told.push(`busiest conversation: ${quoted(busiest)}`)
  return told.join('; ')
}

/** An outcome that opens the sentence, and one that follows in it. */
interface Outcome {
  alone: string
  beside: string
}

function decisionsOf({ decisions, possible }: HeadlineParts): Outcome | null {
  if (decisions.items.length === 0) return null
  // Only words that say that the matter is closed are quoted as its end.
  const last = decisions.items.findLast(({ isClosed }) => isClosed)
  const more =
    possible.decisions === 0 ? '' : ` + ${amount(possible.decisions, 'further possible decision')}`
  const beside = amount(decisions.count, 'decision') + more
  if (last === undefined) return { alone: beside, beside }
  if (decisions.count > 1) {
    const latest = last === decisions.items.at(-1) ? 'latest' : 'latest that says so'
    return {
      alone: `${amount(decisions.count, 'decision')}, ${latest}: ${quoted(last)}${more}`,
      beside,
    }
  }
  const about = [
    last.people === null ? null : amount(last.people, 'person', 'people'),
    last.day,
  ].filter((word) => word !== null)
  const circumstances = about.length === 0 ? '' : ` (${about.join(', ')})`
  return { alone: `Settled: ${quoted(last)}${circumstances}${more}`, beside }
}

function actionsOf({ actions, weekEnds }: HeadlineParts): Outcome | null {
  const first = actions.items.find(({ due }) => due !== null) ?? actions.items[0]
  if (first === undefined) return null
  const beside = `${amount(actions.count, 'action')}${dueBy(actions, weekEnds)}`
  if (actions.count > 1) return { alone: beside, beside }
  const due = first.due === null ? '' : `, due ${oneLine(first.due.words)}`
  const task = `${first.owner === null ? 'To do' : first.owner}: ${quoted(first)}${due}`
  return { alone: task, beside }
}

/** How many of them name a day until the end of the room's last week, where all of them are known. */
function dueBy(
  { items, count }: HeadlineParts['actions'],
  weekEnds: HeadlineParts['weekEnds'],
): string {
  if (weekEnds === null || items.length < count) return ''
  const due = items.filter(
    ({ due: at }) => at?.date != null && at.date.slice(0, 10) <= weekEnds.date,
  )
  return due.length === 0 ? '' : ` (${counted.format(due.length)} due by ${weekEnds.words})`
}

function questionsOf({ open, asked }: HeadlineParts): Outcome | null {
  const ages = open.items.map(({ ageSeconds }) => ageSeconds ?? -1)
  const oldest = open.items[ages.indexOf(Math.max(...ages))]
  if (oldest === undefined) return null
  const atLeast = open.isLeast ? 'at least ' : ''
  const count =
    asked === null || asked < open.count
      ? `${atLeast}${amount(open.count, 'question')} without an answer found`
      : `${atLeast}${counted.format(open.count)} of ${amount(asked, 'question')} without an answer found`
  const age = oldest.ageSeconds === null ? '' : ageOf(oldest.ageSeconds)
  return {
    alone: `${count}; oldest${age === '' ? '' : ` ${age}`}: ${quoted(oldest)}`,
    beside: age === '' ? count : `${count}, the oldest for ${age}`,
  }
}

function withoutOutcome(parts: HeadlineParts): string {
  const { messages, people, days, busiest, subjects, possible } = parts
  const size = [amount(messages, 'message'), `from ${amount(people, 'person', 'people')}`]
  if (days !== null && days > 1) size.push(`over ${amount(days, 'day')}`)
  const maybe = [
    possible.decisions === 0 ? null : amount(possible.decisions, 'possible decision'),
    possible.actions === 0 ? null : amount(possible.actions, 'possible action'),
  ].filter((word) => word !== null)
  const outcome = maybe.length === 0 ? 'no decision or task found' : maybe.join(', ')
  if (busiest !== null && busiest.size > 1 && busiest.size >= messages * mostTalk) {
    const share = Math.min(100, Math.round((100 * busiest.size) / messages))
    return `Most talk (${share}%): ${quoted(busiest)}; ${size.join(' ')}; ${outcome}`
  }
  const about = subjects.length === 0 ? '' : `, mostly about ${subjects.join(', ')}`
  return `${size.join(' ')}${about}; ${outcome}`
}

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim()

/** The words between quotation marks, cut at a blank where they are long. */
function quoted({ text }: HeadlineQuote): string {
  const line = oneLine(text).replaceAll('"', "'")
  if (line.length <= quoteLength) return `"${line}"`
  const cut = line.slice(0, quoteLength)
  const blank = cut.lastIndexOf(' ')
  return `"${(blank > quoteLength / 2 ? cut.slice(0, blank) : cut).toWellFormed()}…"`
}

/** "40 minutes", "3 hours", "2 days": whole ones, rounded down, so that nothing is older than it is. */
function ageOf(seconds: number): string {
  if (seconds < 3_600) return amount(Math.max(1, Math.floor(seconds / 60)), 'minute')
  if (seconds < 2 * 86_400) return amount(Math.floor(seconds / 3_600), 'hour')
  return amount(Math.floor(seconds / 86_400), 'day')
}
