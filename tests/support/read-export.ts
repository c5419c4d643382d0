import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type {
  ImportChoices,
  ImportCounts,
  ImportReading,
  ImportWarning,
} from '../../server/contract/imports.ts'
import { runImport } from '../../server/imports/import-run.ts'
import { openDatabase, type Database } from '../../server/engines/sqlite/database.ts'
import { sqliteMessages } from '../../server/engines/sqlite/messages.ts'
import { openBuffer } from '../../server/imports/reading/buffer.ts'

export interface ReadMessage {
  author: string
  authorKey: string | null
  isBot: boolean
  kind: 'message' | 'system'
  text: string
  at: string
  timeSource: number
  replyTo: string | null
  sourceId: string | null
  attachments: { name: string; mimeType?: string; bytes?: number }[]
}

export interface ReadExport {
  format: string | null
  counts: ImportCounts
  warnings: ImportWarning[]
  choices?: ImportChoices | undefined
  rooms: { name: string; roomOid: string; format: string; messages: ReadMessage[] }[]
}

const list = (db: Database, roomId: number): ReadMessage[] =>
  (
    db.prepare(`SELECT * FROM messages WHERE room_id = ? ORDER BY at, ord`).all(roomId) as Record<
      string,
      string | number | null
    >[]
  ).map((row) => ({
    author: String(row['author']),
    authorKey: row['author_key'] as string | null,
    isBot: row['is_bot'] === 1,
    kind: row['is_system'] === 1 ? 'system' : 'message',
    text: String(row['text']),
    at: new Date(Number(row['at'])).toISOString(),
    timeSource: Number(row['time_source']),
    replyTo: row['reply_to'] as string | null,
    sourceId: row['source_id'] as string | null,
    attachments: JSON.parse(
      (row['attachments'] as string | null) ?? '[]',
    ) as ReadMessage['attachments'],
  }))

/**
 * Reads files as if they had been dropped in a folder (or one alone), through the real sniffer,
 * readers, sink and store. `import` is numbered, so that a second call on one database is a second import.
 */
export async function readExport(
  files: Record<string, string | Uint8Array>,
  options: {
    timeZone?: string
    reading?: ImportReading
    db?: Database
    importId?: number
    signal?: AbortSignal
  } = {},
): Promise<ReadExport> {
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-read-'))
  const db = options.db ?? openDatabase(':memory:', { migrate: true })
  try {
    for (const [name, content] of Object.entries(files)) {
      const file = join(folder, 'drop', name)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
    }
    const names = Object.keys(files)
    const single = names.length === 1 && !names[0]!.includes('/')
    const path = single ? join(folder, 'drop', names[0]!) : join(folder, 'drop')
    const buffer = openBuffer(sqliteMessages(db), options.importId ?? 1)
    const result = await runImport(
      {
        paths: [path],
        name: single ? names[0]! : 'drop',
        timeZone: options.timeZone,
        reading: options.reading,
      },
      buffer,
      options.signal ?? new AbortController().signal,
    )
    const rooms = db
      .prepare(
        'SELECT room_id AS id, name, room_oid AS roomOid, format FROM rooms ORDER BY room_id',
      )
      .all() as { id: number; name: string; roomOid: string; format: string }[]
    return {
      format: result.format,
      counts: result.counts,
      warnings: result.warnings,
      choices: result.choices,
      rooms: rooms.map(({ id, ...room }) => ({ ...room, messages: list(db, id) })),
    }
  } finally {
    if (!options.db) db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
