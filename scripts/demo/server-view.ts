import { EventSource } from 'eventsource'
import type { ServerConnection } from '../../server/contract/desktop-api.ts'
import { sseEvents } from '../../server/contract/events.ts'
import type { Import } from '../../server/contract/imports.ts'
import type { Report, ReportStatus } from '../../server/contract/reports.ts'
import type { Room } from '../../server/contract/rooms.ts'

/** What the demo sees of the app's server: the same road that any other program would take. */
export interface ServerView {
  rooms(): Promise<Room[]>
  reports(): Promise<Report[]>
  workbook(reportOid: string): Promise<Buffer>
  /** Follows every room and import live until `close()`. Resolves once the stream is open. */
  follow(on: Listeners): Promise<{ close: () => void }>
}

export interface Listeners {
  status(status: ReportStatus, isEnd: boolean): void
  imported(state: Import): void
}

export function viewServer({ url, accessToken }: ServerConnection): ServerView {
  const authorization = { Authorization: `Bearer ${accessToken}` }
  const get = async (path: string): Promise<Response> => {
    const response = await fetch(`${url}${path}`, { headers: authorization })
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`)
    return response
  }
  const all = async <T>(path: string): Promise<T[]> => {
    const items: T[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = new URLSearchParams({ limit: '500', ...(cursor && { cursor }) })
      const page = (await (await get(`${path}?${query}`)).json()) as {
        items: T[]
        nextCursor: string | null
      }
      items.push(...page.items)
      cursor = page.nextCursor
    }
    return items
  }
  return {
    rooms: () => all<Room>('/api/rooms'),
    reports: () => all<Report>('/api/reports'),
    workbook: async (reportOid) =>
      Buffer.from(await (await get(`/api/reports/${reportOid}/workbook`)).arrayBuffer()),
    async follow(on) {
      const source = new EventSource(`${url}/api/events?rooms=*&topics=imports`, {
        fetch: (input, init) =>
          fetch(input, { ...init, headers: { ...init.headers, ...authorization } }),
      })
      const parse = (event: { data: string }): unknown => JSON.parse(event.data)
      const { excelStatus, excelStatusEnd, importStatusEnd } = sseEvents
      source.addEventListener(excelStatus, (event) => {
        on.status(parse(event) as ReportStatus, false)
      })
      source.addEventListener(excelStatusEnd, (event) => {
        on.status(parse(event) as ReportStatus, true)
      })
      source.addEventListener(importStatusEnd, (event) => on.imported(parse(event) as Import))
      await new Promise((done) => source.addEventListener('open', done, { once: true }))
      return { close: () => source.close() }
    },
  }
}
