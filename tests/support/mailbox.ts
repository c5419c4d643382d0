import { domainToASCII } from 'node:url'
import type { ParsedMail } from 'mailparser'
import { startSmtp, type Smtp } from './smtp.ts'

export interface Mailbox extends Smtp {
  /** Mails that arrived, by recipient. */
  mails: Map<string, ParsedMail[]>
}

/** The server shows domains as people read them; what was sent is the other form. */
const onTheWire = (address: string): string => {
  const [local = '', domain = ''] = address.split('@')
  return `${local}@${domainToASCII(domain)}`
}

/** A mail server whose answers to RCPT are told for each address, one a try; the last one stays. */
export async function openMailbox(rcpt: Record<string, string[]> = {}): Promise<Mailbox> {
  const mails = new Map<string, ParsedMail[]>()
  const tries = new Map<string, number>()
  const smtp = await startSmtp(
    (mail, recipients) => {
      for (const address of recipients.map(onTheWire)) {
        mails.set(address, [...(mails.get(address) ?? []), mail])
      }
    },
    {
      onRcptTo(recipient, _session, done) {
        const address = onTheWire(recipient.address)
        const at = tries.get(address) ?? 0
        tries.set(address, at + 1)
        const answers = rcpt[address] ?? ['250 ok']
        const answer = answers[Math.min(at, answers.length - 1)]!
        const responseCode = Number(answer.slice(0, 3))
        if (responseCode < 400) return done()
        done(Object.assign(new Error(answer.slice(4)), { responseCode }))
      },
    },
  )
  return { ...smtp, mails }
}
