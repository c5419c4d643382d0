import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A real SMTP server that outlives the crashes and remembers what it has accepted. */
export interface Mailbox {
  port: number
  /** Mails accepted, by the report that their Message-ID names. */
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
      let head = ''
      stream.on('data', (chunk: Buffer) => {
        if (head.length < 65_536) head += chunk.toString('latin1')
      })
      stream.on('end', () => {
        const id = /^Message-ID:\s*(<[^>]+>)/im.exec(head)?.[1] ?? 'without Message-ID'
        accepted.set(id, (accepted.get(id) ?? 0) + 1)
        callback()
      })
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
