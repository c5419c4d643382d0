import { createWriteStream, openSync, writeSync, closeSync } from 'node:fs'
import { Writable } from 'node:stream'
import zlib from 'node:zlib'
import type { XlsxStreamRow } from 'hucre'
import type { StoredMessage } from '../../server/ports/message.ts'
import { slices, transcriptHeader } from './rows.ts'

export type Contender = (file: string, total: number) => Promise<() => Promise<void>>

/** What each one needs to know beforehand is found out outside of what is measured. */
export const contenders: Record<string, Contender> = {
  ours: async (file, total) => {
    const { createRoomStatistics } = await import('../../server/workbook/statistics.ts')
    const { writeWorkbook } = await import('../../server/workbook/write-workbook.ts')
    const statistics = createRoomStatistics()
    for (const slice of slices(total)) for (const message of slice) statistics.add(message)
    const result = statistics.result()
    return async () => {
      await writeWorkbook({
        file,
        room: { roomOid: 'bench', name: 'Bench', source: 'slack', format: 'slack-export' },
        period: { from: null, to: null },
        statistics: result,
        summary: {
          headline: 'A room for measuring',
          keyPoints: [],
          decisions: [],
          actionItems: [],
          openQuestions: [],
          links: [],
          participants: [],
          method: { engine: 'none', kind: 'extractive', label: 'None' },
          coverage: { messages: total, read: total, from: null, to: null, truncated: false },
        },
        messages: () => slices(total),
        createdAt: new Date(0),
        signal: new AbortController().signal,
        onProgress: () => undefined,
      })
    }
  },

  /** The least there is to do: one sheet, XML by hand, deflated as ours is, in a plain zip. */
  floor: async (file, total) => () => writeFloor(file, total),

  /** As its readme shows it: columns with styles, `addRow(...).commit()`, `commit()`. */
  'exceljs-stream': async (file, total) => async () => {
    const { default: ExcelJS } = await import('exceljs')
    const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useStyles: true })
    const sheet = workbook.addWorksheet('Transcript')
    sheet.columns = transcriptHeader.map((header, index) => ({
      header,
      key: header,
      width: 20,
      ...(index === 1 ? { style: { numFmt: 'yyyy-mm-dd hh:mm:ss' } } : {}),
    }))
    for (const slice of slices(total)) {
      for (const message of slice) sheet.addRow(cells(message)).commit()
      // Its readme does not wait; without a turn of the loop memory grows with the rows.
      await new Promise(setImmediate)
    }
    sheet.commit()
    await workbook.commit()
  },

  hucre: async (file, total) => async () => {
    const { writeXlsxStream } = await import('hucre')
    const stream = writeXlsxStream(rows(total), {
      name: 'Transcript',
      columns: transcriptHeader.map((header, index) => ({
        header,
        width: 20,
        ...(index === 1 ? { numFmt: 'yyyy-mm-dd hh:mm:ss' } : {}),
      })),
    })
    await stream.pipeTo(Writable.toWeb(createWriteStream(file)))
  },
}

function* rows(total: number): Generator<XlsxStreamRow> {
  for (const slice of slices(total)) for (const message of slice) yield cells(message)
}

const cells = (message: StoredMessage): (string | number | Date | null)[] => [
  message.number,
  message.at === null ? null : new Date(message.at),
  message.author,
  message.text,
  message.kind,
  message.replyTo,
  message.attachments.map(({ name }) => name).join('\n'),
  message.sourceId,
]

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const escape = (text: string): string =>
  /[&<>]/.test(text) ? text.replace(/[&<>]/g, (sign) => entities[sign] ?? sign) : text

const rowXml = (message: StoredMessage, row: number): string => {
  const text = (column: string, value: string): string =>
    `<c r="${column}${row}" t="inlineStr"><is><t>${escape(value)}</t></is></c>`
  return (
    `<row r="${row}"><c r="A${row}"><v>${message.number}</v></c>` +
    `<c r="B${row}" s="1"><v>${(message.at ?? 0) / 86_400_000 + 25_569}</v></c>` +
    text('C', message.author) +
    text('D', message.text) +
    text('E', message.kind) +
    (message.replyTo === null ? '' : text('F', message.replyTo)) +
    (message.attachments.length === 0
      ? ''
      : text('G', message.attachments.map(({ name }) => name).join('\n'))) +
    `${text('H', message.sourceId ?? '')}</row>`
  )
}

async function writeFloor(file: string, total: number): Promise<void> {
  const fd = openSync(file, 'w')
  const deflate = zlib.createDeflateRaw({ level: 4, chunkSize: 256 * 1_024, memLevel: 9 })
  deflate.on('data', (chunk: Buffer) => writeSync(fd, chunk))
  let crc = 0
  let pending: Promise<void> = Promise.resolve()
  const push = async (text: string): Promise<void> => {
    const buffer = Buffer.from(text)
    crc = zlib.crc32(buffer, crc)
    await pending
    pending = new Promise((resolve) => deflate.write(buffer, () => resolve()))
  }
  let buffer = '<worksheet><sheetData>'
  for (const slice of slices(total)) {
    for (const message of slice) {
      buffer += rowXml(message, message.number + 1)
      if (buffer.length >= 256 * 1_024) {
        await push(buffer)
        buffer = ''
      }
    }
  }
  await push(`${buffer}</sheetData></worksheet>`)
  await pending
  await new Promise<void>((resolve) => {
    deflate.once('end', resolve)
    deflate.end()
  })
  closeSync(fd)
}
