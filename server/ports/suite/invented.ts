import type { NewMessage } from '../message.ts'
import type { ImportResult } from '../imports.ts'
import { emptyImportCounts } from '../../contract/imports.ts'
import type { Engine } from '../engine.ts'

/** What the tests of several ports write. */
export const describedRoom = (roomOid: string, name = roomOid) => ({
  roomOid,
  name,
  source: 'live',
  format: 'live',
})

/** Message number `n` of an invented chat, one millisecond after the one before, of three authors. */
export const newMessage = (n: number, extra: Partial<NewMessage> = {}): NewMessage => ({
  key: `k${n}`,
  sourceId: `k${n}`,
  at: 1_000 + n,
  timeSource: 'explicit',
  author: `author ${n % 3}`,
  kind: 'message',
  text: `text ${n}`,
  ...extra,
})

export const newMessages = (count: number, extra: Partial<NewMessage> = {}): NewMessage[] =>
  Array.from({ length: count }, (_, n) => newMessage(n, extra))

/** A started import of nothing. */
export async function startedImport({ imports }: Engine, importOid: string): Promise<number> {
  const { importId } = await imports.create({ importOid, name: importOid, source: { paths: [] } })
  await imports.start(importId)
  return importId
}

export const resultOf = (roomOids: string[], extra: Partial<ImportResult> = {}): ImportResult => ({
  state: 'finished',
  format: 'ndjson',
  bytesRead: 1,
  bytesTotal: 1,
  counts: emptyImportCounts(),
  roomOids,
  warnings: [],
  ...extra,
})
