import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Import } from '../../server/contract/imports.ts'
import type { Report } from '../../server/contract/reports.ts'
import { startServerProcess, type ServerProcess } from '../../tests/crash/server-process.ts'
import { cpuMsOf, peakMbOf } from './process-costs.ts'

/** What one room cost, from its export to its workbook. */
export interface Measured {
  /** Of the report. */
  messages: number
  /** Upload and import. */
  importMs: number
  reportMs: number
  /** Of the server of ours alone, with its threads. */
  cpuMs: number
  /** The most memory that it held. */
  peakMb: number
}

/** Between two questions whether something has ended. */
const pollMs = 200
/**
 * The built server imports a file, which must hold one room, and makes its report.
 *
 * @param url of a PostgreSQL database; null: all in the data folder
 */
export async function measure(
  file: string,
  dataDir: string,
  url: string | null,
): Promise<Measured> {
  const server = await startServerProcess(
    dataDir,
    url === null ? {} : { RAPPORTEUR_DATABASE_URL: url },
  )
  try {
    return await work(server, file)
  } finally {
    await server.stop()
  }
}

async function work({ url, accessToken, pid }: ServerProcess, file: string): Promise<Measured> {
  async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
    const headers = { Authorization: `Bearer ${accessToken}`, ...init.headers }
    const answer = await fetch(`${url}/api${path}`, { ...init, headers })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  async function until<T>(path: string, hasEnded: (it: T) => boolean): Promise<T> {
    for (;;) {
      const it = await ask<T>(path)
      if (hasEnded(it)) return it
      await sleep(pollMs)
    }
  }

  const cpuBefore = await cpuMsOf(pid)
  const began = performance.now()
  const { importOid } = await ask<{ importOid: string }>('/imports?name=room.weechatlog', {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: Readable.toWeb(createReadStream(file)),
    duplex: 'half',
  } as RequestInit)
  const imported = await until<Import>(
    `/imports/${importOid}`,
    ({ state }) => state !== 'queued' && state !== 'reading',
  )
  const importMs = performance.now() - began
  const [roomOid] = imported.roomOids
  if (imported.state !== 'finished' || roomOid === undefined || imported.roomOids.length > 1)
    throw new Error(`The import has made no room: ${JSON.stringify(imported)}`)

  const asked = performance.now()
  const { reports } = await ask<{ reports: Report[] }>('/reports', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ roomOids: [roomOid] }),
  })
  const report = await until<Report>(`/reports/${reports[0]?.reportOid ?? ''}`, ({ state }) =>
    ['finished', 'failed', 'cancelled'].includes(state),
  )
  if (report.state !== 'finished') throw new Error(`The report ended: ${JSON.stringify(report)}`)
  return {
    messages: report.progress.total ?? 0,
    importMs,
    reportMs: performance.now() - asked,
    cpuMs: (await cpuMsOf(pid)) - cpuBefore,
    peakMb: await peakMbOf(pid),
  }
}
