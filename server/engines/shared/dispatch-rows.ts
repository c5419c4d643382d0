import type { Destination, DispatchState } from '../../contract/dispatches.ts'
import type { Sentence } from '../../contract/sentences.ts'
import type { StoredDispatch } from '../../ports/dispatches.ts'

export interface DispatchRow {
  dispatch_oid: string
  report_oid: string
  attempt: number
  destination: string
  body: string
  state: string
  tries: number
  due_at: number
  said: string | null
}

export const toDispatch = (row: DispatchRow): StoredDispatch => ({
  dispatchOid: row.dispatch_oid,
  reportOid: row.report_oid,
  attempt: row.attempt,
  destination: row.destination as Destination,
  body: row.body,
  state: row.state as DispatchState,
  tries: row.tries,
  dueAt: row.due_at,
  said: row.said === null ? null : (JSON.parse(row.said) as Sentence),
})
