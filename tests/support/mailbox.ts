import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { domainToASCII } from 'node:url'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface Mailbox {
  port: number
  /** Mails that arrived, by recipient. */
  mails: Map<string, ParsedMail[]>
  close(): Promise<void>
}

/** The server shows domains as people read them; what was sent is the other form. */
const onTheWire = (address: string): string => {
  const [local = '', domain = ''] = address.split('@')
  return `${local}@${domainToASCII(domain)}`
}

/** A real SMTP server whose answers to RCPT are told for each address, one a try; the last one stays. */
export async function openMailbox(rcpt: Record<string, string[]> = {}): Promise<Mailbox> {
  const mails = new Map<string, ParsedMail[]>()
  const tries = new Map<string, number>()
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    disabledCommands: ['STARTTLS'],
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
    onData(stream, session, done) {
      void simpleParser(stream).then((mail) => {
        for (const recipient of session.envelope.rcptTo) {
          const address = onTheWire(recipient.address)
          mails.set(address, [...(mails.get(address) ?? []), mail])
        }
        done()
        // A mail that was cut off has not arrived.
      }, done)
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    port,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
