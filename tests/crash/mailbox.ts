import { startSmtp, type Smtp } from '../support/smtp.ts'

/** A mail server that outlives the crashes and remembers what it has accepted. */
export interface Mailbox extends Smtp {
  /** How often each workbook arrived, by its file name. */
  accepted: Map<string, number>
}

export async function openMailbox(): Promise<Mailbox> {
  const accepted = new Map<string, number>()
  const smtp = await startSmtp(({ attachments }) => {
    for (const { filename = 'without a name' } of attachments) {
      accepted.set(filename, (accepted.get(filename) ?? 0) + 1)
    }
  })
  return { ...smtp, accepted }
}
