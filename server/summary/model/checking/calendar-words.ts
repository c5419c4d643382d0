/** The languages in which summaries are checked for what they claim. */
export const languages = ['en', 'de', 'fr', 'es', 'pt'] as const

/** Names of days and months that are other words as well. */
const ambiguous = new Set(['may', 'march', 'mars', 'mar', 'set'])
/** Words of a day that no calendar knows. */
const relative =
  `today tonight tomorrow yesterday heute morgen gestern übermorgen aujourd'hui demain hier
  hoy mañana ayer hoje amanhã ontem`.split(/\s+/)
/** "Morgen", "mañana" and "hier" are also a time of day and a place; the others are days alone. */
const doubtful = new Set(['morgen', 'mañana', 'hier'])

function calendar(): Set<string> {
  const words = new Set(relative.filter((word) => !doubtful.has(word)))
  for (const language of languages) {
    const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
    const month = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
    for (let day = 1; day <= 7; day++)
      words.add(weekday.format(Date.UTC(2024, 0, day)).toLowerCase())
    for (let at = 0; at < 12; at++) words.add(month.format(Date.UTC(2024, at, 1)).toLowerCase())
  }
  for (const word of ambiguous) words.delete(word)
  return words
}

const known = calendar()
const word = /[\p{L}'’-]+/gu

/** Names of days and months in a text, lower case. */
export const calendarWordsIn = (text: string): string[] =>
  (text.toLowerCase().match(word) ?? []).filter((found) => known.has(found))

/** Whether a text names the same day or month, be it by its abbreviation ("Fri", "Sept."). */
export const names = (text: string, day: string): boolean => {
  const short = day.slice(0, 3)
  return (text.toLowerCase().match(word) ?? []).some(
    (found) =>
      found === day ||
      (found.length >= 2 && found.startsWith(short)) ||
      (found.length >= 3 && day.startsWith(found)),
  )
}
