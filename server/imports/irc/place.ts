/** What the path of a log says: which channel, and the day its times belong to. */
export interface IrcPlace {
  room: string
  /** Server or account, where the file name holds it. */
  network: string
  date: { year: number; month: number; day: number } | null
}

const DATE = String.raw`(\d{4})[-._]?(\d\d)[-._]?(\d\d)`
const WHOLE_DATE = new RegExp(`^${DATE}$`)
const LEADING_DATE = new RegExp(String.raw`^${DATE}(?!\d)[-._ ]*`)
const TRAILING_DATE = new RegExp(String.raw`[-._ ]?(?<!\d)${DATE}$`)
const DATE_FOLDER = /^(?:\d{4}|\d\d|\d{4}[-._]?\d\d|\d{4}[-._]?\d\d[-._]?\d\d)$/

function dateOf(match: RegExpExecArray | null): IrcPlace['date'] {
  if (!match) return null
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const real = year >= 1988 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31
  return real ? { year, month, day } : null
}

/**
 * Reads a path as the loggers write them:
 * `#chan/2020-01-01.log` (ZNC), `2010/08/29/#ubuntu.txt` (irclogs.ubuntu.com),
 * `chan/2020/2020-01-01` (Raku), `net_#chan_20130101.log`, `irc.server.#chan.weechatlog`,
 * `2004-11-15_03.raw.txt` (one room per file, dated by its name).
 */
export function placeOf(path: string): IrcPlace {
  const parts = path.split('/')
  const file = parts.pop() ?? path
  const stem =
    file.replace(/(?:\.weechatlog(?:\.\d+)?|\.txt|\.log|\.irclog)?(?:\.gz)?$/i, '') || file
  const folders = parts.filter((part) => !DATE_FOLDER.test(part))

  const whole = dateOf(WHOLE_DATE.exec(stem))
  if (whole) return { ...channelOf(folders.at(-1) ?? stem), date: whole }

  const leading = dateOf(LEADING_DATE.exec(stem))
  if (leading) {
    const rest = stem.replace(LEADING_DATE, '')
    return { ...channelOf(/[#&]/.test(rest) ? rest : stem), date: leading }
  }

  const trailing = dateOf(TRAILING_DATE.exec(stem))
  const rest = stem.replace(TRAILING_DATE, '')
  if (trailing && rest !== '') return { ...channelOf(rest), date: trailing }

  return { ...channelOf(stem), date: folderDate(parts) }
}

/** The date that folders spell: `2010/08/29`, `2010-08-29`. */
function folderDate(parts: readonly string[]): IrcPlace['date'] {
  const tail = parts.filter((part) => DATE_FOLDER.test(part)).slice(-3)
  for (let from = 0; from < tail.length; from++) {
    const date = dateOf(WHOLE_DATE.exec(tail.slice(from).join('-')))
    if (date) return date
  }
  return null
}

function channelOf(name: string): { room: string; network: string } {
  const weechat = /^irc\.([^.]+)\.(.+)$/.exec(name)
  if (weechat) return { room: weechat[2] ?? name, network: weechat[1] ?? '' }
  const hash = /^(.+?)[_.]([#&].+)$/.exec(name)
  return hash ? { room: hash[2] ?? name, network: hash[1] ?? '' } : { room: name, network: '' }
}
