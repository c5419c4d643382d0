import { LocalClock } from '../local-clock.ts'
import { deliveryLimits } from '../contract/limits.ts'
import type { Summary, SummaryItem } from '../contract/summary.ts'

/** What the mail tells about the workbook. */
export interface MailWorkbook {
  fileName: string
  bytes: number
  /** Absolute path, named if the file is too large to attach. */
  path: string
  attached: boolean
}

export interface MailContent {
  subject: string
  text: string
  html: string
}

interface Section {
  title: string
  lines: string[]
}

const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/g

/** One line without control characters: nothing that comes from a chat can start a header. */
export function oneLine(text: string, maxLength: number): string {
  const line = text.replace(unprintable, ' ').replace(/\s+/gu, ' ').trim()
  const short = line.length > maxLength ? `${line.slice(0, maxLength - 1).trimEnd()}…` : line
  return short.replace(/\p{Surrogate}/gu, '\uFFFD')
}

/** Chat text is hostile: all of it passes through here on its way into HTML. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/**
 * The mail of a report: subject, plain text, and HTML without links, images or styles from outside.
 *
 * @param timeZone of its days and times, which it names; an IANA name
 */
export function reportMail(
  room: { name: string },
  summary: Summary,
  workbook: MailWorkbook,
  timeZone = 'UTC',
): MailContent {
  const clock = new LocalClock(timeZone)
  const name = oneLine(room.name, 120) || 'unnamed room'
  const subject = oneLine(`Report: ${name}`, deliveryLimits.maxSubjectLength)
  const lead = [oneLine(summary.headline, 500), periodOf(summary, clock)].filter(
    (line) => line !== '',
  )
  const sections = sectionsOf(summary, clock)
  const foot = [placeOf(workbook), methodOf(summary)]
  return {
    subject,
    text: plainText(name, lead, sections, foot),
    html: html(name, lead, sections, foot),
  }
}

/** The mail that "send a test" sends. */
export function testMail(): MailContent {
  const line = 'This is a test. Reports will reach this address in the same way.'
  return {
    subject: 'Rapporteur: test message',
    text: `${line}\n`,
    html: html('Rapporteur', [line], [], []),
  }
}

function sectionsOf(summary: Summary, clock: LocalClock): Section[] {
  const { keyPoints, decisions, actionItems, openQuestions, links } = summary
  const quote = (item: SummaryItem): string => quoteLine(item, clock)
  const sections: Section[] = [
    { title: 'Key points', lines: keyPoints.map(quote) },
    { title: 'Possible decisions', lines: decisions.map(quote) },
    {
      title: 'Possible action items',
      lines: actionItems.map((item) => {
        const notes = [
          item.owner === null ? '' : `owner: ${oneLine(item.owner, 80)}`,
          item.due === null ? '' : `due: ${oneLine(item.due.date ?? item.due.words, 80)}`,
        ].filter((note) => note !== '')
        return notes.length === 0 ? quote(item) : `${quote(item)} [${notes.join(', ')}]`
      }),
    },
    { title: 'Open questions', lines: openQuestions.map(quote) },
    {
      title: 'Links',
      lines: links.map((link) => {
        const times = link.count === 1 ? '' : `, ${link.count} times`
        return `${oneLine(link.url, 300)} (${oneLine(link.author, 80)}${times})`
      }),
    },
  ]
  return sections.filter((section) => section.lines.length > 0).map(shortened)
}

function shortened({ title, lines }: Section): Section {
  const more = lines.length - deliveryLimits.maxMailItems
  if (more <= 0) return { title, lines }
  const kept = lines.slice(0, deliveryLimits.maxMailItems)
  return { title, lines: [...kept, `... and ${more} more in the workbook`] }
}

function quoteLine(item: SummaryItem, clock: LocalClock): string {
  const who = oneLine(item.author, 80)
  const when =
    item.at === null ? '' : `, ${wallClock(item.at, clock).slice(0, 16)} ${clock.timeZone}`
  return `${who}: ${oneLine(item.text, 1_000)} (#${item.messageNumber}${when})`
}

function periodOf({ coverage }: Summary, clock: LocalClock): string {
  if (coverage.from === null || coverage.to === null) return ''
  const [from, to] = [coverage.from, coverage.to].map((at) => wallClock(at, clock).slice(0, 16))
  return `${from} to ${to} (${clock.timeZone})`
}

/** `2026-03-03 05:00:00` as a clock on the wall shows it there. */
const wallClock = (at: string, clock: LocalClock): string =>
  new Date(clock.wall(Date.parse(at))).toISOString().replace('T', ' ')

function methodOf({ method, coverage }: Summary): string {
  const read = `${coverage.read} of ${coverage.messages} messages read`
  const fallback =
    method.fallbackReason === undefined ? '' : ` ${oneLine(method.fallbackReason, 300)}.`
  return `${oneLine(method.label, 200)}; ${read}.${fallback}`
}

function placeOf({ fileName, bytes, path, attached }: MailWorkbook): string {
  const file = `${oneLine(fileName, 200)} (${sizeOf(bytes)})`
  if (attached) return `The workbook is attached: ${file}.`
  return `The workbook is too large to attach: ${file}. It lies at ${oneLine(path, 2_000)}`
}

function sizeOf(bytes: number): string {
  const kib = bytes / 1_024
  if (kib < 1_000) return `${Math.max(1, Math.round(kib))} KB`
  return `${(kib / 1_024).toFixed(1)} MB`
}

function plainText(name: string, lead: string[], sections: Section[], foot: string[]): string {
  const blocks = [
    [name, ...lead].join('\n'),
    ...sections.map(({ title, lines }) =>
      [title.toUpperCase(), ...lines.map((line) => `- ${line}`)].join('\n'),
    ),
    foot.join('\n'),
  ]
  return `${blocks.join('\n\n')}\n`
}

function html(name: string, lead: string[], sections: Section[], foot: string[]): string {
  // dir="auto" lets each line run in the direction of its own language.
  const paragraph = (line: string): string => `<p dir="auto">${escapeHtml(line)}</p>`
  const list = ({ title, lines }: Section): string =>
    `<h2>${escapeHtml(title)}</h2>\n<ul>\n${lines
      .map((line) => `<li dir="auto">${escapeHtml(line)}</li>`)
      .join('\n')}\n</ul>`
  return [
    '<!DOCTYPE html>',
    `<html><head><meta charset="utf-8"><title>${escapeHtml(name)}</title></head><body>`,
    `<h1 dir="auto">${escapeHtml(name)}</h1>`,
    ...lead.map(paragraph),
    ...sections.map(list),
    ...(foot.length > 0 ? ['<hr>', ...foot.map(paragraph)] : []),
    '</body></html>',
    '',
  ].join('\n')
}
