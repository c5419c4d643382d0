import { comparedWith } from '../figures/changes.ts'
import type { Speech } from '../words/speech.ts'
import { deliveryLimits } from './limits.ts'
import type { Summary } from '../contract/summary.ts'
import { caveatsOf } from '../figures/caveats.ts'
import { headlineText, methodText } from '../figures/said.ts'
import type { MailedReport } from '../ports/mail.ts'
import { html, type Markup } from '../words/markup.ts'
import { mailSections, type MailLine, type MailSection } from './mail-sections.ts'
import { oneLine } from './one-line.ts'

/** What the mail tells about the workbook. */
export interface MailWorkbook {
  fileName: string
  bytes: number
  /** Where a person finds it, named if the file is too large to attach. */
  place: string
  attached: boolean
}

/** What a mail tells of one report. */
export interface ReportContent extends Pick<MailedReport, 'summary' | 'figures'> {
  room: { name: string }
  workbook: MailWorkbook
}

/** A report with its workbook as the mail holds or names it. */
export interface EnclosedReport extends ReportContent {
  reportOid: string
  workbook: MailWorkbook & { key: string }
}

export interface MailContent {
  subject: string
  text: string
  html: string
}

/**
 * The mail of a report: subject, plain text, and HTML without links, images or styles from outside.
 *
 * @param speech its language, and the time zone of its days and times, which it names
 */
export function reportMail(
  { room, summary, workbook, figures }: ReportContent,
  speech: Speech,
): MailContent {
  const name = nameOf(room, speech)
  const subject = speech.say('mail_subject', { room: name })
  const isNew = figures !== undefined && figures.total > 0 && figures.earlier === null
  const lead = [
    oneLine(headlineText(speech, summary), 500),
    periodOf(summary, speech),
    ...caveatsOf(speech, figures),
    isNew ? comparedWith(speech, figures) : '',
  ].filter((line) => line !== '')
  const sections = mailSections(summary, figures, speech)
  const foot = [placeOf(workbook, speech), methodOf(summary, speech)]
  return mailOf(speech, { subject, name, lead, sections, foot })
}

export const nameOf = (room: { name: string }, speech: Speech): string =>
  oneLine(room.name, 120) || speech.say('mail_unnamed_room')

/** The parts of a mail, top to bottom. */
export interface MailPage {
  subject: string
  /** The heading. */
  name: string
  /** The first line stands out. */
  lead: string[]
  /** Below it; the only link that a mail of ours may have, and never from a chat. */
  link?: { url: string; text: string }
  sections: MailSection[]
  foot: string[]
}

export const mailOf = (speech: Speech, { subject, ...page }: MailPage): MailContent => ({
  subject: oneLine(subject, deliveryLimits.maxSubjectLength),
  text: plainText(page),
  html: webPage(speech, page),
})

/** The mail that "send a test" sends. */
export function testMail(speech: Speech): MailContent {
  const line = speech.say('mail_test')
  const page = { name: 'Rapporteur', lead: [line], sections: [], foot: [] }
  return {
    subject: speech.say('mail_test_subject'),
    text: `${line}\n`,
    html: webPage(speech, page),
  }
}

export function periodOf({ coverage }: Pick<Summary, 'coverage'>, speech: Speech): string {
  if (coverage.from === null || coverage.to === null) return ''
  const [from = '', to = ''] = [coverage.from, coverage.to].map((at) =>
    speech.digitsMoment(Date.parse(at)),
  )
  return speech.say('mail_period', { from, to, zone: speech.clock.timeZone })
}

function methodOf(summary: Summary, speech: Speech): string {
  const { read, messages } = summary.coverage
  const counts = { n: speech.count(read), all: speech.count(messages) }
  const [label = '', why = ''] = methodText(speech, summary).split('\n')
  const told = `${oneLine(label, 400)}; ${speech.say('mail_read', counts)}.`
  return why === '' ? told : `${told} ${oneLine(why, 300)}.`
}

export function placeOf(
  { fileName, bytes, place, attached }: MailWorkbook,
  speech: Speech,
): string {
  const file = `${oneLine(fileName, 200)} (${sizeOf(speech, bytes)})`
  return attached
    ? speech.say('mail_attached', { file })
    : speech.say('mail_too_large', { file, path: oneLine(place, 2_000) })
}

function sizeOf(speech: Speech, bytes: number): string {
  const kib = bytes / 1_024
  return kib < 1_000 ? `${Math.max(1, Math.round(kib))} KB` : `${speech.fixed(kib / 1_024, 1)} MB`
}

const inText = (line: MailLine): string =>
  line.map((piece) => (typeof piece === 'string' ? piece : piece.note)).join(' ')

function plainText({ name, lead, link, sections, foot }: Omit<MailPage, 'subject'>): string {
  const blocks = [
    [name, ...lead].join('\n'),
    ...(link === undefined ? [] : [`${link.text}:\n${link.url}`]),
    ...sections.map(({ title, lines }) =>
      [title.toUpperCase(), ...lines.map((line) => `- ${inText(line)}`)].join('\n'),
    ),
    foot.join('\n'),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** Mail programs know little of style sheets, so each element carries its own; colours fit light and dark. */
const look = {
  body: 'margin:0;padding:24px 16px;font:15px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif',
  page: 'max-width:680px;margin:0 auto',
  name: 'margin:0 0 12px;font-size:24px;line-height:1.25',
  lead: 'margin:0 0 8px;padding:12px 16px;border-left:4px solid #1F5673;background:rgba(31,86,115,.09);font-size:17px',
  line: 'margin:0 0 8px;opacity:.75',
  title:
    'margin:28px 0 8px;padding-bottom:4px;border-bottom:1px solid rgba(128,128,128,.35);font-size:16px',
  list: 'margin:0;padding-left:20px',
  item: 'margin:0 0 6px',
  ask: 'margin:20px 0',
  button:
    'display:inline-block;padding:10px 18px;border-radius:8px;background:#1F5673;color:#ffffff;text-decoration:none',
  note: 'font-size:12px;opacity:.65',
  rule: 'margin:28px 0 12px;border:0;border-top:1px solid rgba(128,128,128,.35)',
  foot: 'margin:0 0 4px;font-size:13px;opacity:.75',
}

const inHtml = (line: MailLine): Markup[] =>
  line.map((piece, at) => {
    const said =
      typeof piece === 'string'
        ? html`${piece}`
        : html`<span style="${look.note}">${piece.note}</span>`
    return at === 0 ? said : html` ${said}`
  })

// dir="auto" lets each line run in the direction of its own language.
const paragraph = (style: string, line: string): Markup =>
  html`<p dir="auto" style="${style}">${line}</p>`

const button = ({ url, text }: { url: string; text: string }): Markup =>
  html`<p style="${look.ask}"><a href="${url}" style="${look.button}">${text}</a></p>`

const section = ({ title, lines }: MailSection): Markup =>
  html` <h2 style="${look.title}">${title}</h2>
    <ul style="${look.list}">
      ${lines.map((line) => html`<li dir="auto" style="${look.item}">${inHtml(line)}</li>`)}
    </ul>`

function webPage(
  speech: Speech,
  { name, lead: [headline, ...lead], link, sections, foot }: Omit<MailPage, 'subject'>,
): string {
  const page = html`<!DOCTYPE html>
    <html lang="${speech.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <title>${name}</title>
      </head>
      <body style="${look.body}">
        <div style="${look.page}">
          <h1 dir="auto" style="${look.name}">${name}</h1>
          ${headline === undefined ? '' : paragraph(look.lead, headline)}
          ${lead.map((line) => paragraph(look.line, line))}
          ${link === undefined ? '' : button(link)} ${sections.map(section)}
          ${foot.length === 0 ? '' : html`<hr style="${look.rule}" />`}
          ${foot.map((line) => paragraph(look.foot, line))}
        </div>
      </body>
    </html> `
  return page.html
}
