import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A real SMTP server. */
export interface Smtp {
  port: number
  close(): Promise<void>
}

/**
 * @param onMail told of each mail that arrived whole, with the addresses of its envelope; it is answered after that
 * @param options.port default: any that is free
 */
export async function startSmtp(
  onMail: (mail: ParsedMail, recipients: readonly string[]) => unknown,
  { port = 0, ...options }: Pick<SMTPServerOptions, 'onRcptTo'> & { port?: number } = {},
): Promise<Smtp> {
  const server = new SMTPServer({
    ...options,
    authOptional: true,
    logger: false,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, { envelope }, done) {
      const recipients = envelope.rcptTo.map(({ address }) => address)
      // A mail that was cut off has not arrived.
      void simpleParser(stream)
        .then((mail) => onMail(mail, recipients))
        .then(() => done(), done)
    },
  })
  // A client that is killed cuts its connection.
  server.on('error', () => {})
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
