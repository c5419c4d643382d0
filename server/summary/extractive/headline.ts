import type { Speech } from '../../words/speech.ts'

const DAY_MS = 86_400_000

/** `YYYY-MM-DD` in the zone of the report. */
type Day = string

/** What the sentence is made of; the lists hold found ones alone, never possible ones. */
export interface HeadlineParts {
  messages: number
  people: number
  /** Days from the first message to the last one, both counted, in the zone of the report; null without times. */
  days: number | null
  decisions: HeadlineList<
    HeadlineQuote & { day: Day | null; people: number | null; isClosed: boolean }
  >
  actions: HeadlineList<
    HeadlineQuote & { owner: string | null; due: { words: string; date: string | null } | null }
  >
  open: HeadlineList<HeadlineQuote & { ageSeconds: number | null; day: Day | null }>
  /** Questions that wanted an answer; null where nobody has counted them. */
  asked: number | null
  /** What is only possible, in all. */
  possible: { decisions: number; actions: number }
  /** The conversation of most messages; its text is the line that opened it. */
  busiest: (HeadlineQuote & { size: number }) | null
  /** Words that stand in most messages, without names and fillers. */
  subjects: readonly string[]
  /** The last day of the week of the last message; null without times. */
  weekEnds: Day | null
  /** The room's language, where decisions and tasks were not looked for because of it. */
  otherLanguage: string | null
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
/** A question that is younger than this waits for hours; an older one since a day. */
const daySeconds = 86_400

/**
 * What came of a room, in one sentence of the report's language: words are quoted, numbers are counted,
 * nothing is paraphrased or supposed. What is only possible is never called a decision or an action, and
 * days have their dates, because "this week" is another week when the report is read.
 */
export function headlineOf(speech: Speech, parts: HeadlineParts): string {
  if (parts.messages === 0) return speech.say('headline_nothing')
  const outcomes = [
    decisionsOf(speech, parts),
    actionsOf(speech, parts),
    questionsOf(speech, parts),
  ].filter((outcome) => outcome !== null)
  const [first, ...others] = outcomes
  if (first === undefined) return withoutOutcome(speech, parts)
  const counts = (some: readonly Outcome[]): string => some.map(({ beside }) => beside).join(', ')
  // One outcome is told in its own words, several are counted.
  const isTold = first.isOne || others.length === 0
  const told = isTold ? [first.alone] : [counts(outcomes)]
  if (isTold && others.length > 0) told.push(counts(others))
  if (!isTold && first.quote !== '') told.push(first.quote)
  if (parts.otherLanguage !== null) told.push(notLookedFor(speech, parts.otherLanguage))
  const { busiest } = parts
  if (busiest !== null && busiest.size > 1) {
    told.push(speech.say('headline_busiest', { quote: quoted(speech, busiest) }))
  }
  return told.join('; ')
}

/** An outcome that leads the sentence, one among others, and what is quoted of it behind those. */
interface Outcome {
  /** A single decision or task, whose own words say more than its number. */
  isOne: boolean
  alone: string
  beside: string
  quote: string
}

function decisionsOf(speech: Speech, { decisions, possible }: HeadlineParts): Outcome | null {
  if (decisions.items.length === 0) return null
  // Only words that say that the matter is closed are quoted as its end.
  const last = decisions.items.findLast(({ isClosed }) => isClosed)
  const count = speech.many('decisions', decisions.count)
  const further = (told: string): string =>
    possible.decisions === 0 ? told : speech.many('headline_further', possible.decisions, { told })
  const beside =
    possible.decisions === 0
      ? count
      : speech.say('headline_more_possible', { told: count, n: speech.count(possible.decisions) })
  if (last === undefined) return { isOne: false, alone: further(count), beside, quote: '' }
  const quote = quoted(speech, last)
  const besideQuote =
    last === decisions.items.at(-1) ? speech.say('headline_latest_beside', { quote }) : ''
  if (decisions.count > 1) {
    const latest = last === decisions.items.at(-1) ? 'headline_latest' : 'headline_latest_told'
    const alone = further(speech.say(latest, { decisions: count, quote }))
    return { isOne: false, alone, beside, quote: besideQuote }
  }
  const about = [
    last.people === null ? '' : speech.many('people', last.people),
    last.day === null ? '' : speech.longDay(Date.parse(last.day)),
  ].filter((word) => word !== '')
  const settled =
    about.length === 0
      ? speech.say('headline_settled', { quote })
      : speech.say('headline_settled_about', { quote, about: about.join(', ') })
  return { isOne: true, alone: further(settled), beside, quote: '' }
}

function actionsOf(speech: Speech, { actions, weekEnds }: HeadlineParts): Outcome | null {
  const first = actions.items.find(({ due }) => due !== null) ?? actions.items[0]
  if (first === undefined) return null
  const beside = dueBy(speech, speech.many('headline_actions', actions.count), actions, weekEnds)
  if (actions.count > 1) return { isOne: false, alone: beside, beside, quote: '' }
  const quote = quoted(speech, first)
  const task =
    first.owner === null
      ? speech.say('headline_to_do', { quote })
      : speech.say('headline_owner', { owner: first.owner, quote })
  const alone =
    first.due === null
      ? task
      : speech.say('headline_due', { told: task, words: oneLine(first.due.words) })
  return { isOne: true, alone, beside, quote: '' }
}

/** How many of them name a day of the room's last week, where all of them are known: older ones are over. */
function dueBy(
  speech: Speech,
  told: string,
  { items, count }: HeadlineParts['actions'],
  weekEnds: HeadlineParts['weekEnds'],
): string {
  if (weekEnds === null || items.length < count) return told
  const weekBegins = new Date(Date.parse(weekEnds) - 6 * DAY_MS).toISOString().slice(0, 10)
  const due = items.filter(({ due: at }) => {
    const date = at?.date?.slice(0, 10)
    return date !== undefined && date >= weekBegins && date <= weekEnds
  })
  if (due.length === 0) return told
  const day = speech.weekDay(Date.parse(weekEnds))
  return speech.say('headline_actions_due', { actions: told, n: speech.count(due.length), day })
}

function questionsOf(speech: Speech, { open, asked }: HeadlineParts): Outcome | null {
  const ages = open.items.map(({ ageSeconds }) => ageSeconds ?? -1)
  const oldest = open.items[ages.indexOf(Math.max(...ages))]
  if (oldest === undefined) return null
  const told = (one: 'headline_open' | 'headline_open_short'): string => {
    const count =
      asked === null || asked < open.count
        ? speech.many(one, open.count)
        : speech.say(`${one}_of`, {
            n: speech.count(open.count),
            questions: speech.many('questions', asked),
          })
    return open.isLeast ? speech.say('headline_at_least', { told: count }) : count
  }
  const quote = quoted(speech, oldest)
  const { ageSeconds, day } = oldest
  const alone =
    ageSeconds === null
      ? speech.say('headline_oldest', { told: told('headline_open'), quote })
      : speech.say('headline_oldest_age', {
          told: told('headline_open'),
          age: speech.age(ageSeconds),
          quote,
        })
  const short = told('headline_open_short')
  const since =
    ageSeconds === null
      ? short
      : ageSeconds < daySeconds || day === null
        ? speech.many('headline_for', open.count, { told: short, age: speech.age(ageSeconds) })
        : speech.many('headline_since', open.count, {
            told: short,
            day: speech.weekDay(Date.parse(day)),
          })
  return { isOne: false, alone, beside: since, quote: '' }
}

function withoutOutcome(speech: Speech, parts: HeadlineParts): string {
  const { messages, days, busiest, subjects, possible } = parts
  const from = speech.say('headline_from', {
    messages: speech.many('messages', messages),
    people: speech.many('people', parts.people),
  })
  const size =
    days !== null && days > 1
      ? speech.say('headline_over', { size: from, days: speech.many('in_days', days) })
      : from
  const maybe = [
    possible.decisions === 0 ? '' : speech.many('possible_decisions', possible.decisions),
    possible.actions === 0 ? '' : speech.many('headline_possible_actions', possible.actions),
  ].filter((word) => word !== '')
  const outcome =
    parts.otherLanguage !== null
      ? notLookedFor(speech, parts.otherLanguage)
      : maybe.length === 0
        ? speech.say('headline_no_outcome')
        : maybe.join(', ')
  if (busiest !== null && busiest.size > 1 && busiest.size >= messages * mostTalk) {
    const share = Math.min(100, Math.round((100 * busiest.size) / messages))
    const most = speech.say('headline_most_talk', { n: share, quote: quoted(speech, busiest) })
    return `${most}; ${size}; ${outcome}`
  }
  const about =
    subjects.length === 0
      ? size
      : speech.say('headline_about', { size, subjects: subjects.join(', ') })
  return `${about}; ${outcome}`
}

const notLookedFor = (speech: Speech, language: string): string =>
  speech.say('headline_not_looked_for', { language: speech.languageName(language) })

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim()

/** The words between quotation marks, cut at a blank where they are long. */
function quoted(speech: Speech, { text }: HeadlineQuote): string {
  const line = oneLine(text).replace(/["„“”]/gu, "'")
  if (line.length <= quoteLength) return speech.say('quote', { text: line })
  const cut = line.slice(0, quoteLength)
  const blank = cut.lastIndexOf(' ')
  const short = (blank > quoteLength / 2 ? cut.slice(0, blank) : cut).toWellFormed()
  return speech.say('quote', { text: `${short}…` })
}
