/** Words with which programs of mail begin what they quote, in the languages that most of them speak. */
const wrote =
  /\b(?:wrote|writes|schrieb|schreibt|écrit|escribió|escreveu|ha scritto|schreef|skrev|kirjoitti|napsal|napisał|писал|написал)\b/iu
/** A rule above the mail that is answered, as Outlook and those like it draw it. */
const original =
  /^-{2,}\s*(?:original message|original appointment|ursprüngliche nachricht|original-nachricht|message d['’]origine|mensaje original|messaggio originale|oorspronkelijk bericht)\s*-{2,}$/i
const headerFrom = /^\*?(?:from|von|de|da|van|från)\s?:\*?\s/i
const headerSent =
  /^\*?(?:sent|gesendet|date|datum|envoyé|enviado|inviato|verzonden|skickat)\s?:\*?\s/i
const subjectOfAnswer = /^(?:re|aw|antw|sv|vs|r|odp|rif)(?:\[\d+\])?\s?:/i

/** Lines between a rule or a `From:` and the `Sent:` that shows it to be the head of a mail. */
const headLines = 4
/** Lines that the words before a quotation ("On Monday, Ana wrote:") are broken into at most. */
const introLines = 3

export const isAnswerSubject = (subject: string): boolean => subjectOfAnswer.test(subject.trim())

/**
 * What the author of a mail wrote: without the signature, the footer of the list, and, in an answer, without
 * what it quotes, which the room holds as mails of its own. A mail that is nothing else stays as it is.
 */
export function ownWords(text: string, { isAnswer }: { isAnswer: boolean }): string {
  const lines = text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.trimEnd())
  const ends = [signatureAt(lines), footerAt(lines), isAnswer ? originalAt(lines) : -1]
  const end = Math.min(lines.length, ...ends.filter((at) => at >= 0))
  const kept = lines.slice(0, end)
  const own = joined(isAnswer ? withoutQuotes(kept) : kept)
  return own === '' ? joined(lines) : own
}

const joined = (lines: readonly string[]): string =>
  lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()

/** RFC 3676: two dashes and a space, which many programs lose. */
const signatureAt = (lines: readonly string[]): number => lines.indexOf('--')

/** Mailman draws a line of underscores above its footer. */
const footerAt = (lines: readonly string[]): number =>
  lines.findIndex(
    (line, index) =>
      /^_{20,}$/.test(line) &&
      lines
        .slice(index + 1, index + 1 + headLines)
        .some((next) => /mailing list|unsubscribe|listinfo|https?:\/\//i.test(next)),
  )

function originalAt(lines: readonly string[]): number {
  return lines.findIndex((line, index) => {
    if (original.test(line)) return true
    const head = lines.slice(index, index + 1 + headLines)
    if (/^_{8,}$/.test(line)) return head.slice(1).some((next) => headerFrom.test(next))
    return headerFrom.test(line) && head.slice(1).some((next) => headerSent.test(next))
  })
}

const isQuoted = (line: string | undefined): boolean => line !== undefined && line.startsWith('>')

function withoutQuotes(lines: readonly string[]): string[] {
  const kept: string[] = []
  for (const [index, line] of lines.entries()) {
    if (!isQuoted(line)) {
      kept.push(line)
      continue
    }
    if (!isQuoted(lines[index - 1])) dropIntro(kept)
  }
  return kept
}

/** Takes the words away with which a quotation is introduced. */
function dropIntro(kept: string[]): void {
  let end = kept.length
  while (end > 0 && kept[end - 1] === '') end -= 1
  if (!(kept[end - 1] ?? '').endsWith(':')) return
  let start = end - 1
  for (let taken = 1; taken < introLines && start > 0 && kept[start - 1] !== ''; taken += 1) {
    if (wrote.test(kept.slice(start, end).join(' ')) && !startsLate(kept[start] ?? '')) break
    start -= 1
  }
  const intro = kept.slice(start, end).join(' ')
  if (wrote.test(intro) || /\d.*:$/.test(intro)) kept.length = start
}

/** A line that goes on with the one before it: "On Monday, Ana" stands above "<ana@example.org> wrote:". */
const startsLate = (line: string): boolean => !/^(?:on|am|le|el|il|op|den|em|dnia)\s/i.test(line)
