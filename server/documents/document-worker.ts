import { parentPort, workerData } from 'node:worker_threads'
import type { PreviewPage } from '../contract/preview.ts'
import { defaultWorkbookChoices } from '../contract/workbook.ts'
import { endWhenAsked } from '../end-of-worker.ts'
import { openEngine } from '../engines/open.ts'
import type { EngineAddress } from '../ports/engine.ts'
import { openBook, type Book } from '../workbook/preview/book.ts'
import { UnreadableWorkbook } from '../workbook/preview/package-reader.ts'
import { previewPage, previewSheets } from '../workbook/preview/preview.ts'
import { reportHtml } from '../workbook/html/report-html.ts'
import { reportMarkdown } from '../workbook/report-markdown.ts'
import { transcriptCsv } from '../workbook/transcript-csv.ts'
import { DocumentError } from './document-error.ts'
import type {
  DocumentFailure,
  DocumentRequest,
  FromDocumentWorker,
  ToDocumentWorker,
} from './messages.ts'
import { reportSource } from './report-source.ts'
import { wordsOf } from '../words/words-of.ts'

/**
 * Reads workbooks and rooms for people who look at them, off the main thread: unpacking a sheet and
 * reading a million messages both take longer than anything there may.
 */
const { engine: address } = workerData as { engine: EngineAddress }
endWhenAsked()
const engine = await openEngine(address)

interface OpenStream {
  pieces: AsyncGenerator<string>
  cancel: AbortController
}
const streams = new Map<number, OpenStream>()

const reply = (message: FromDocumentWorker): void => parentPort?.postMessage(message)

async function pageOf({
  type,
  reportOid,
}: {
  type: 'markdown' | 'html'
  reportOid: string
}): Promise<string> {
  const { workbook, ...source } = await reportSource(engine, reportOid)
  const { language, themeColor } = workbook
  return type === 'html'
    ? reportHtml({ ...source, language, themeColor })
    : reportMarkdown({ ...source, language })
}

async function answer(request: DocumentRequest): Promise<unknown> {
  switch (request.type) {
    case 'sheets':
      return fromBook(request.key, previewSheets)
    case 'page':
      return pageOfBook(request)
    case 'markdown':
    case 'html':
      return pageOf(request)
  }
}

async function pageOfBook(
  request: Extract<DocumentRequest, { type: 'page' }>,
): Promise<PreviewPage | null> {
  const report = await engine.reports.get(request.reportOid)
  const { language } = report?.options.workbook ?? defaultWorkbookChoices
  return fromBook(request.key, (book) => previewPage(book, request.index, { ...request, language }))
}

async function fromBook<T>(key: string, read: (book: Book) => Promise<T>): Promise<T> {
  const file = await engine.blobs.lend(key)
  if (file === null) throw new DocumentError({ code: 'file_gone' })
  try {
    const book = await openBook(file.path)
    try {
      return await read(book)
    } finally {
      book.reader.close()
    }
  } finally {
    await file.release()
  }
}

async function* csvOf(reportOid: string, signal: AbortSignal): AsyncGenerator<string> {
  const { messages, workbook } = await reportSource(engine, reportOid)
  const { timeZone, columns } = workbook
  // Asked for before the first piece: until then an error has an answer.
  const slices = messages()
  yield* transcriptCsv({ messages: () => slices, timeZone, columns, signal })
}

function openCsv(reportOid: string): OpenStream {
  const cancel = new AbortController()
  return { cancel, pieces: csvOf(reportOid, cancel.signal) }
}

function failureOf(error: unknown): DocumentFailure {
  if (error instanceof DocumentError) return error.failure
  if (error instanceof UnreadableWorkbook) return { code: 'unreadable', why: error.said }
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { code: 'file_gone' }
  return { code: 'internal', text: wordsOf(error) }
}

async function nextPiece(id: number): Promise<void> {
  const { value, done } = (await streams.get(id)?.pieces.next()) ?? { value: undefined, done: true }
  if (done === true) streams.delete(id)
  reply({ id, type: 'piece', text: value ?? null })
}

async function handle(message: ToDocumentWorker): Promise<void> {
  const { id } = message
  try {
    switch (message.type) {
      case 'ask':
        return reply({ id, type: 'answer', value: await answer(message.request) })
      case 'csv':
        streams.set(id, openCsv(message.reportOid))
        return await nextPiece(id)
      case 'pull':
        return await nextPiece(id)
      case 'cancel':
        streams.get(id)?.cancel.abort()
        streams.delete(id)
    }
  } catch (error) {
    streams.delete(id)
    reply({ id, type: 'failed', failure: failureOf(error) })
  }
}

parentPort?.on('message', (message: ToDocumentWorker) => void handle(message))
