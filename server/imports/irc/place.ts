/** What the path of a log says: which channel, and the day its times belong to. */
export interface IrcPlace {
  room: string
  /** Server or account, where the file name holds it. */
  network: string
  date: LogDate | null
  /** The room is a channel by its looks, or has a file named after it; else what is inside may know better. */
  isSure: boolean
}

export interface LogDate {
  year: number
  month: number
  day: number
}

/** Endings may be several (`.irc.log.html`), and loggers number what they put away (`.log.2.gz`). */
const ENDINGS = /(?:\.(?:weechatlog|irclog|irc|log|txt|html?|gz)(?:\.\d{1,3}(?=\.|$))?)+$/i
const DATE = String.raw`(\d{4})[-._]?(\d\d)[-._]?(\d\d)`
const WHOLE_DATE = new RegExp(`^${DATE}$`)
const LEADING_DATE = new RegExp(String.raw`^${DATE}(?!\d)[-._ ]*`)
const TRAILING_DATE = new RegExp(String.raw`[-._ ]?(?<!\d)${DATE}$`)
/** eggdrop's `#chan.log.01Jan2024`. */
const TRAILING_NAMED_DATE = /[-._ ]?(?<!\d)(\d\d)[-._]?([A-Z][a-z]{2})[-._]?(\d{4})$/
/** One file a month: the days stand inside. */
const TRAILING_MONTH = /[-._ ](?:199\d|20\d\d)[-._]?(?:0[1-9]|1[0-2])$/
const DATE_FOLDER = /^(?:\d{4}|\d\d|\d{4}[-._]?\d\d|\d{4}[-._]?\d\d[-._]?\d\d)$/
/** What follows a date and is no name: a time, a number, or the pieces that corpora cut days into. */
const NO_NAME = /^T?[\d._-]*Z?$|\.raw$/i
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
/** 1 to 12 for an English name or its first three letters; else 0. */
export const monthOf = (name: string): number => MONTHS.indexOf(name.slice(0, 3)) + 1

function dateOf(year: string | undefined, month: number, day: string | undefined): LogDate | null {
  const date = { year: Number(year), month, day: Number(day) }
  const isReal =
    date.year >= 1988 &&
    date.year < 2100 &&
    month >= 1 &&
    month <= 12 &&
    date.day >= 1 &&
    date.day <= 31
  return isReal ? date : null
}
const numbersOf = (match: RegExpExecArray | null): LogDate | null =>
  match && dateOf(match[1], Number(match[2]), match[3])

/** The first date in digits that a title holds. */
export const dateWithin = (text: string): LogDate | null =>
  numbersOf(new RegExp(String.raw`(?<!\d)${DATE}(?!\d)`).exec(text))

/**
 * Reads a path as the loggers write them:
 * `#chan/2020-01-01.log` (ZNC), `2010/08/29/#ubuntu.txt` (irclogs.ubuntu.com),
 * `chan/2020/2020-01-01` (Raku), `net_#chan_20130101.log`, `irc.server.#chan.weechatlog`,
 * `2022-08-01.team.irc.log.html`, `#chan.log.01Jan2024` (eggdrop),
 * `2004-11-15_03.raw.txt` (a piece of a day: one room per file, dated by its name).
 */
export function placeOf(path: string): IrcPlace {
  const parts = path.split('/')
  const file = parts.pop() ?? path
  const stem = file.replace(ENDINGS, '') || file
  const folder = parts.filter((part) => !DATE_FOLDER.test(part)).at(-1)

  const whole = numbersOf(WHOLE_DATE.exec(stem))
  if (whole) {
    const channel = channelOf(folder ?? stem)
    return { ...channel, date: whole, isSure: isChannel(channel.room) }
  }

  const leading = numbersOf(LEADING_DATE.exec(stem))
  if (leading) {
    const rest = stem.replace(LEADING_DATE, '')
    return { ...channelOf(NO_NAME.test(rest) ? stem : rest), date: leading, isSure: true }
  }

  const { rest, date } = withoutTrailingDate(stem)
  return { ...channelOf(rest), date: date ?? folderDate(parts), isSure: true }
}

function withoutTrailingDate(stem: string): { rest: string; date: LogDate | null } {
  const named = TRAILING_NAMED_DATE.exec(stem)
  const date =
    numbersOf(TRAILING_DATE.exec(stem)) ??
    (named && dateOf(named[3], monthOf(named[2] ?? ''), named[1]))
  const rest = stem
    .replace(date ? (named ? TRAILING_NAMED_DATE : TRAILING_DATE) : TRAILING_MONTH, '')
    // `#chan.log.20240101`: the ending stood in front of the date.
    .replace(date ? ENDINGS : '', '')
  return rest === '' ? { rest: stem, date: null } : { rest, date }
}

/** The date that folders spell: `2010/08/29`, `2010-08-29`. */
function folderDate(parts: readonly string[]): LogDate | null {
  const tail = parts.filter((part) => DATE_FOLDER.test(part)).slice(-3)
  for (let from = 0; from < tail.length; from++) {
    const date = numbersOf(WHOLE_DATE.exec(tail.slice(from).join('-')))
    if (date) return date
  }
  return null
}

export const isChannel = (name: string): boolean => /^[#&]/.test(name)

function channelOf(name: string): { room: string; network: string } {
  const weechat = /^irc\.([^.]+)\.(.+)$/.exec(name)
  if (weechat) return { room: weechat[2] ?? name, network: weechat[1] ?? '' }
  const hash = /^(.+?)[_.]([#&].+)$/.exec(name)
  return hash ? { room: hash[2] ?? name, network: hash[1] ?? '' } : { room: name, network: '' }
}
