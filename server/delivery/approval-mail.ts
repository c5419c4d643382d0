import type { ApprovalAsked } from '../ports/mail.ts'
import type { Phrase } from '../words/report/phrases.ts'
import type { Speech } from '../words/speech.ts'
import { mailOf, type MailContent } from './mail-text.ts'
import { oneLine } from './one-line.ts'

/**
 * Asks whether a mail may go out: who gets what, and where to decide. Nothing of what was said stands in it; that is
 * on the page behind the link, for whoever has it.
 */
export function approvalMail(asked: ApprovalAsked, speech: Speech): MailContent {
  const { recipients, files, link, askedBefore } = asked
  const isAgain = askedBefore > 0
  const what = asked.subject ?? speech.many('digest_reports', files.length)
  const line = (phrase: Phrase, values: readonly string[]): string[] =>
    values.length === 0 ? [] : [`${speech.say(phrase)}: ${oneLine(values.join(', '), 2_000)}`]
  const until =
    link === null
      ? speech.say('approve_in_app')
      : speech.say('approve_until', {
          moment: speech.moment(link.until),
          zone: speech.clock.timeZone,
        })
  const again = isAgain
    ? [speech.say('approve_again'), ...(link === null ? [] : [speech.say('approve_again_link')])]
    : []
  return mailOf(speech, {
    subject: speech.say(isAgain ? 'approve_subject_again' : 'approve_subject', { what }),
    name: oneLine(what, 200),
    lead: [
      ...again,
      speech.say('approve_question'),
      ...line('approve_to', recipients),
      ...line('approve_files', files),
    ],
    ...(link === null ? {} : { link: { url: link.url, text: speech.say('approve_look') } }),
    sections: [],
    foot: [until],
  })
}
