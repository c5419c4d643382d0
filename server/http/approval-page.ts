import { createHash } from 'node:crypto'
import express, { Router, type Request, type Response } from 'express'
import { speechIn } from '../figures/speech-in.ts'
import type { DeadLink, LinkedApproval } from '../reports/approving.ts'
import type { StoredReport } from '../ports/report.ts'
import { ReportLanguage, reportLanguages } from '../contract/workbook.ts'
import type { ReportService } from '../reports/report-service.ts'
import { html, type Markup } from '../words/markup.ts'
import type { Phrase } from '../words/report/phrases.ts'
import type { Speech } from '../words/speech.ts'

/** Bytes of a form that says yes or no. */
const formLimit = 200

/** Where somebody was faster, and it cannot be said with what. */
const changedLink: DeadLink = { why: 'changed', report: null, until: 0, newer: null }

const style = `:root{color-scheme:light dark}
body{margin:0 auto;padding:24px 16px;max-width:680px;font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.4rem}
pre{padding:12px 16px;border:1px solid #8886;border-radius:8px;white-space:pre-wrap;font:inherit;font-size:.9rem}
button{margin-inline-end:8px;padding:10px 18px;border:1px solid #8888;border-radius:8px;font:inherit}
button[value=yes]{border-color:#1f5673;background:#1f5673;color:#fff}`

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

function send(res: Response, status: number, speech: Speech, body: Markup): void {
  const page = html`<!doctype html>
    <html lang="${speech.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="robots" content="noindex" />
        <title>Rapporteur</title>
        <style>`
  res
    .status(status)
    .type('text/html; charset=utf-8')
    // A form of a page without a referrer would come from the origin `null`, which is a stranger.
    .set({ 'Content-Security-Policy': policy, 'Referrer-Policy': 'same-origin' })
    .end(`${page.html}${style}</style></head><body>${body.html}</body></html>`)
}

const speechOf = (report: StoredReport | null | undefined, language: ReportLanguage): Speech => {
  const look = report?.options.workbook
  return speechIn(look?.language ?? language, look?.timeZone ?? 'UTC')
}

const headings = {
  unknown: 'approve_unknown',
  deleted: 'approve_deleted',
  withdrawn: 'approve_withdrawn',
  expired: 'approve_expired',
  approved: 'approve_was_approved',
  declined: 'approve_was_declined',
  changed: 'approve_changed',
} as const satisfies Record<DeadLink['why'], Phrase>

/** Why nothing can be decided here, and what to do. Where the report is unknown, in the language of the browser. */
function sayDead(req: Request, res: Response, { why, report, until, newer }: DeadLink): void {
  const asked = ReportLanguage.safeParse(req.acceptsLanguages([...reportLanguages])).data
  const speech = speechOf(report, asked ?? 'en')
  const heading = headings[why]
  const moment = { moment: speech.moment(until), zone: speech.clock.timeZone }
  const next =
    why === 'expired' && newer !== null
      ? speech.say('approve_expired_mailed', { address: newer })
      : speech.say(`${heading}_next`)
  send(
    res,
    404,
    speech,
    html`<h1>${speech.say(heading, moment)}</h1>
      <p>${next}</p>`,
  )
}

/** What is to be approved. There is no script, so nobody but a person presses a button. */
function question(speech: Speech, { reports, mail, until }: LinkedApproval): Markup {
  const people = mail?.recipients.map(({ address }) => address).join(', ') ?? ''
  const files = reports.flatMap(({ workbook }) => (workbook === null ? [] : [workbook.fileName]))
  const line = (phrase: Phrase, value: string): Markup | string =>
    value === '' ? '' : html`<p>${speech.say(phrase)}: <bdi>${value}</bdi></p>`
  return html`<h1>${mail?.subject ?? speech.many('digest_reports', reports.length)}</h1>
    <p>${speech.say('approve_question')}</p>
    ${line('approve_to', people)} ${line('approve_files', files.join(', '))}
    <form method="post">
      <button name="decision" value="yes">${speech.say('approve_yes')}</button>
      <button name="decision" value="no">${speech.say('approve_no')}</button>
    </form>
    <p>
      ${speech.say('approve_until', { moment: speech.moment(until), zone: speech.clock.timeZone })}
    </p>
    ${mail === null ? '' : html`<pre dir="auto">${mail.text}</pre>`}`
}

/**
 * `/approve/TOKEN`: needs nothing but the link. To open it changes nothing, because programs that look through mails
 * open all links; the button sends a form. Twice the same is no error of whoever pressed it twice.
 */
export function approvalPage(ports: { reports: Pick<ReportService, 'approving'> }): Router {
  const router = Router()
  router.get('/:token', async (req, res) => {
    const found = await ports.reports.approving.look(req.params.token)
    if ('why' in found) return sayDead(req, res, found)
    const speech = speechOf(found.reports[0], 'en')
    send(res, 200, speech, question(speech, found))
  })
  router.post(
    '/:token',
    express.urlencoded({ extended: false, limit: formLimit }),
    async (req: Request<{ token: string }>, res) => {
      const { decision } = (req.body ?? {}) as { decision?: unknown }
      const { approving } = ports.reports
      const found = await approving.look(req.params.token)
      if ('why' in found) return sayDead(req, res, found)
      const speech = speechOf(found.reports[0], 'en')
      // No form of ours says anything else.
      if (decision !== 'yes' && decision !== 'no') {
        return send(res, 404, speech, question(speech, found))
      }
      const isDone = await approving.decideByLink(req.params.token, decision === 'yes')
      if (!isDone) {
        // Somebody was faster.
        const now = await approving.look(req.params.token)
        return sayDead(req, res, 'why' in now ? now : changedLink)
      }
      send(
        res,
        200,
        speech,
        html`<h1>${speech.say(decision === 'yes' ? 'approve_done' : 'approve_not_done')}</h1>`,
      )
    },
  )
  return router
}
