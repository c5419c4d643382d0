import { comparedWith } from '../figures/changes.ts'
import { LocalClock } from '../local-clock.ts'
import { deliveryLimits } from '../contract/limits.ts'
import type { RoomFigures } from '../contract/statistics.ts'
import type { Summary } from '../contract/summary.ts'
import { mailSections, type MailSection } from './mail-sections.ts'
import { oneLine, wallClock } from './one-line.ts'

/** What the mail tells about the workbook. */
export interface MailWorkbook {
  fileName: string
  bytes: number
  /** Where a person finds it, named if the file is too large to attach. */
  place: string
  attached: boolean
}

export interface MailContent {
  subject: string
  text: string
  html: string
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
 * @param figures of the room; without them nothing is compared
 */
export function reportMail(
  room: { name: string },
  summary: Summary,
  workbook: MailWorkbook,
  timeZone = 'UTC',
  figures?: RoomFigures,
): MailContent {
  const clock = new LocalClock(timeZone)
  const name = oneLine(room.name, 120) || 'unnamed room'
  const subject = oneLine(`Report: ${name}`, deliveryLimits.maxSubjectLength)
  const isNew = figures !== undefined && figures.total > 0 && figures.earlier === null
  const lead = [
    oneLine(summary.headline, 500),
    periodOf(summary, clock),
    isNew ? comparedWith(figures, clock) : '',
  ].filter((line) => line !== '')
  const sections = mailSections(summary, figures, clock)
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

function periodOf({ coverage }: Summary, clock: LocalClock): string {
  if (coverage.from === null || coverage.to === null) return ''
  const [from, to] = [coverage.from, coverage.to].map((at) => wallClock(at, clock).slice(0, 16))
  return `${from} to ${to} (${clock.timeZone})`
}

function methodOf({ method, coverage }: Summary): string {
  const read = `${coverage.read} of ${coverage.messages} messages read`
  const fallback =
    method.fallbackReason === undefined ? '' : ` ${oneLine(method.fallbackReason, 300)}.`
  return `${oneLine(method.label, 200)}; ${read}.${fallback}`
}

function placeOf({ fileName, bytes, place, attached }: MailWorkbook): string {
  const file = `${oneLine(fileName, 200)} (${sizeOf(bytes)})`
  if (attached) return `The workbook is attached: ${file}.`
  return `The workbook is too large to attach: ${file}. It lies at ${oneLine(place, 2_000)}`
}

function sizeOf(bytes: number): string {
  const kib = bytes / 1_024
  if (kib < 1_000) return `${Math.max(1, Math.round(kib))} KB`
  return `${(kib / 1_024).toFixed(1)} MB`
}

function plainText(name: string, lead: string[], sections: MailSection[], foot: string[]): string {
  const blocks = [
    [name, ...lead].join('\n'),
    ...sections.map(({ title, lines }) =>
      [title.toUpperCase(), ...lines.map((line) => `- ${line}`)].join('\n'),
    ),
    foot.join('\n'),
  ]
  return `${blocks.join('\n\n')}\n`
}

function html(name: string, lead: string[], sections: MailSection[], foot: string[]): string {
  // dir="auto" lets each line run in the direction of its own language.
  const paragraph = (line: string): string => `<p dir="auto">${escapeHtml(line)}</p>`
  const list = ({ title, lines }: MailSection): string =>
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
