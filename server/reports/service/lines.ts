import { isoOrNull } from '../../contract/instant.ts'
import type { ServiceMessage, ServiceReport } from '../../contract/workbook-service.ts'
import type { StoredMessage } from '../../ports/message.ts'
import { anonymized } from '../../workbook/anonymize.ts'
import type { WorkbookInput } from '../../workbook/write-workbook.ts'
import { speechIn } from '../../figures/speech-in.ts'
import type { ReportJob } from '../job.ts'

const wire = (message: StoredMessage): ServiceMessage => ({
  type: 'message',
  number: message.number,
  id: message.id,
  at: isoOrNull(message.at),
  timeSource: message.timeSource,
  author: message.author,
  ...(message.sourceName !== undefined && { sourceName: message.sourceName }),
  ...(message.isBot !== undefined && { isBot: message.isBot }),
  kind: message.kind,
  text: message.text,
  replyTo: message.replyTo,
  attachments: [...message.attachments],
  ...isoField('editedAt', message.editedAt),
  ...isoField('deletedAt', message.deletedAt),
})

const isoField = (
  name: 'editedAt' | 'deletedAt',
  at: number | undefined,
): Partial<ServiceMessage> => {
  const iso = at === undefined ? null : isoOrNull(at)
  return iso === null ? {} : { [name]: iso }
}

/**
 * What a service is sent, in pieces of whole lines: one a slice of messages.
 *
 * @param onSent told how many messages were in the pieces that were taken so far
 */
export async function* serviceLines(
  job: ReportJob,
  asked: WorkbookInput,
  messageCount: number,
  onSent: (messages: number) => void,
): AsyncGenerator<string> {
  const { language, timeZone, sheets, columns, themeColor, anonymize } = job.workbook
  const speech = speechIn(language, asked.statistics.timeZone)
  const input = anonymize ? anonymized(asked, speech) : asked
  const report: ServiceReport = {
    type: 'report',
    version: 1,
    reportOid: job.reportOid,
    attempt: job.attempt,
    createdAt: new Date(job.createdAt).toISOString(),
    room: {
      roomOid: job.room.roomOid,
      name: job.room.name,
      source: job.room.source,
      format: job.room.format,
    },
    period: { ...asked.period, isSinceLast: job.isSinceLast },
    messageCount,
    choices: { language, timeZone, sheets, columns, themeColor, anonymize },
    statistics: input.statistics,
    summary: input.summary,
  }
  yield `${JSON.stringify(report)}\n`
  let sent = 0
  for await (const slice of input.messages()) {
    let text = ''
    for (const message of slice) {
      // The other name of somebody who is to have none.
      const { sourceName: _sourceName, ...nameless } = message
      text += `${JSON.stringify(wire(anonymize ? nameless : message))}\n`
    }
    yield text
    sent += slice.length
    onSent(sent)
  }
}
