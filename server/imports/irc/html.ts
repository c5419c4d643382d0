import { htmlText } from '../reading/html-text.ts'
import { readLines, type LineBatch } from '../reading/lines.ts'
import type { Reader, SourceEntry } from '../reading/reader.ts'
import { voteDialect } from './dialects.ts'
import { readLogs } from './reader.ts'

/** Rows of irclog2html; the second row of a second has `-2` behind its time. */
const ROW = /^\s*<tr id="t([^"]+?)(?:-\d{1,3})?">(.*)$/s
const NICK_ROW = /<th class="nick"[^>]*>(.*?)<\/th>\s*<td class="text"[^>]*>(.*?)<\/td>/s
const OTHER_ROW = /<td class="(\w+)"[^>]*>(.*?)<\/td>/s
/** What PircBot's logger gives these colours was said by no person. */
const PIRCBOT_EVENT = /<span class="irc-(?:green|navy|red)">/
/** A number or sign that leads to the line itself, as lists and anchors have it, and then a time. */
const TIMED = /^(?:- )?(?:[#¶§]|\d+[.)]?)?\s*(?=\[?\d\d?:\d\d|\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d)/
/** Several rows on one line of the page. */
const NEXT_ROW = /(?<=.)(?=<tr id="t|<li\b|<span class="irc-date">)/s
/** Titles and headings belong to the page and hold no messages, wherever they stand. */
const HEADING = /^\s*<(?:html|head|title|meta|link|h[1-6])\b/i
const END = /<\/(?:table|ol|ul|body|html)>/

const plain = (html: string): string => htmlText(html).replace(/\s*\n\s*/g, ' ')

/** A row as a line of a plain log; null where nothing of the kind stands. */
function unwrapRow(html: string): string | null {
  const row = ROW.exec(html)
  if (row) {
    const [, time = '', cells = ''] = row
    const start = time.includes('T') ? time : `[${time}]`
    const said = NICK_ROW.exec(cells)
    if (said) return `${start} <${plain(said[1] ?? '')}> ${plain(said[2] ?? '')}`
    const other = OTHER_ROW.exec(cells)
    if (!other) return null
    const text = plain(other[2] ?? '')
    const isMarked = other[1] === 'action' || text.startsWith('***')
    return `${start} ${isMarked ? text : `*** ${text}`}`
  }
  const text = plain(html)
  const timed = TIMED.exec(text)
  if (!timed) return null
  const line = text.slice(timed[0].length)
  return PIRCBOT_EVENT.test(html) ? line.replace(/\] \*{0,3} ?/, '] *** ') : line
}

/**
 * Turns lines of a page into lines of a log. In front of the first row and behind the last stands
 * the rest of the page; whatever else holds words is handed on as it is, so that it is counted.
 */
function unwrapPage(): (line: string) => string[] {
  let isInside = false
  return (line) =>
    line.split(NEXT_ROW).map((html) => {
      if (HEADING.test(html)) return ''
      const row = unwrapRow(html)
      if (row !== null) isInside = true
      const words = row === null && isInside ? plain(html) : ''
      if (END.test(html)) isInside = false
      return row ?? words
    })
}

async function* pageLines(entry: SourceEntry): AsyncGenerator<LineBatch> {
  const unwrap = unwrapPage()
  for await (const { lines, firstLine, mended } of readLines(entry)) {
    const rows = lines.map(unwrap)
    const starts: number[] = []
    let start = 0
    for (const { length } of rows) {
      starts.push(start)
      start += length
    }
    yield {
      lines: rows.flat(),
      firstLine,
      mended: mended.map(({ index, how }) => ({ index: starts[index] ?? 0, how })),
    }
  }
}

const TITLE = /<title[^>]*>(.*?)<\/title>/is

/**
 * Web pages of logs: irclog2html (`<tr id="t2011-01-16T00:01:02"><th class="nick">`), PircBot's
 * LogBot (`<span class="irc-date">[6:37]</span>`), and pages that hold one line of a log in each of
 * their own, whatever is round it (`<li>`, `<p>`, `<br>`).
 */
export const ircHtml: Reader = {
  format: 'irc-html',
  source: 'irc',
  sniff({ text }) {
    if (/<span class="irc-date">|<tr id="t[\d:T-]+">\s*<t[hd] class="/.test(text)) return 0.92
    if (!/^\s*<[!a-z]/i.test(text)) return 0
    const unwrap = unwrapPage()
    const vote = voteDialect(text.split(/\r?\n/).flatMap(unwrap))
    return vote && vote.dialect.name !== 'timeless' ? 0.92 : 0
  },
  read: (source, sink, signal) =>
    readLogs(source, sink, signal, {
      lines: pageLines,
      title: (sample) => {
        const title = TITLE.exec(sample)?.[1]
        return title === undefined ? null : plain(title)
      },
    }),
}
