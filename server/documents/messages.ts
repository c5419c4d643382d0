import type { PreviewPage, WorkbookPreview } from '../contract/preview.ts'
import type { Reason } from '../contract/reason.ts'

/** What is asked of the worker, of workbooks by their keys; the answers are those of {@link DocumentAnswers}. */
export type DocumentRequest =
  | { type: 'sheets'; key: string }
  | {
      type: 'page'
      reportOid: string
      key: string
      index: number
      offset: number
      limit: number
    }
  | { type: 'markdown' | 'html'; reportOid: string }

export interface DocumentAnswers {
  sheets: WorkbookPreview['sheets']
  /** Null if there is no sheet of that number. */
  page: PreviewPage | null
  markdown: string
  html: string
}

/** Main thread to worker. A stream gives one piece for each `pull`, so that a slow reader holds it back. */
export type ToDocumentWorker =
  | { id: number; type: 'ask'; request: DocumentRequest }
  | { id: number; type: 'csv'; reportOid: string }
  | { id: number; type: 'pull' }
  | { id: number; type: 'cancel' }

/** Worker to main thread. */
export type FromDocumentWorker =
  | { id: number; type: 'answer'; value: unknown }
  /** The next piece of a stream; null is its end. */
  | { id: number; type: 'piece'; text: string | null }
  | { id: number; type: 'failed'; failure: DocumentFailure }

export type DocumentFailure =
  | { code: 'not_ready' | 'room_gone' | 'file_gone' | 'no_transcript' }
  | { code: 'unreadable'; why: Reason }
  | { code: 'internal'; text: string }
