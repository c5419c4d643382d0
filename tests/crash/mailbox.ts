import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** A real SMTP server that outlives the crashes and remembers what it has accepted. */
export interface Mailbox {
  port: number
  /** How often each workbook arrived, by its file name. */
  accepted: Map<string, number>
  close(): Promise<void>
}

export async function openMailbox(): Promise<Mailbox> {
  const accepted = new Map<string, number>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, _session, callback) {
      void simpleParser(stream).then(({ attachments }) => {
        for (const { filename = 'without a name' } of attachments) {
          accepted.set(filename, (accepted.get(filename) ?? 0) + 1)
        }
        callback()
        // A mail that was cut off has not arrived.
      }, callback)
    },
  })
  // A killed client cuts its connection; that is what this is about.
  server.on('error', () => {})
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.server.address() as AddressInfo).port,
    accepted,
    close: () => new Promise((done) => server.close(() => done())),
  }
}
