import { open, unlink } from 'node:fs/promises'
import { transcriptColumns } from './design/row-sheets.ts'
import type { WorkbookInput } from './input.ts'
import { abortable } from './message-source.ts'

/**
 * What a spreadsheet takes for a formula when it opens a CSV file, where types are guessed
 * (CWE-1236; full-width forms included). Such a field gets an apostrophe in front.
 */
const calculable = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

/** One field by RFC 4180, made harmless. */
export function csvField(value: string): string {
  const safe = calculable.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/**
 * The transcript as CSV: the columns of the sheet, UTF-8 with a byte order mark (without it Excel
 * reads another encoding), CRLF between rows, times in ISO 8601 UTC. Fails and cancels like
 * {@link writeWorkbook}: the file is then gone.
 */
export async function writeTranscriptCsv(
  input: Pick<WorkbookInput, 'file' | 'messages' | 'signal'>,
): Promise<{ rows: number }> {
  const { file, signal } = input
  signal.throwIfAborted()
  const handle = await open(file, 'w')
  const isOurs = (await handle.stat()).isFile()
  try {
    await handle.writeFile(`\uFEFF${transcriptColumns.map(csvField).join(',')}\r\n`)
    let rows = 0
    for await (const slice of abortable(input)) {
      let text = ''
      for (const message of slice) {
        const fields = [
          String(message.number),
          message.at === null ? '' : new Date(message.at).toISOString(),
          message.author,
          message.text,
          message.kind,
          message.replyTo ?? '',
          message.attachments.map(({ name }) => name).join('\n'),
          message.sourceId ?? '',
        ]
        text += `${fields.map(csvField).join(',')}\r\n`
      }
      await handle.writeFile(text)
      rows += slice.length
    }
    if (isOurs) await handle.sync()
    await handle.close()
    return { rows }
  } catch (error) {
    await handle.close().catch(() => undefined)
    if (isOurs) await unlink(file).catch(() => undefined)
    throw error
  }
}
