import { createParser } from 'eventsource-parser'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ReportStatus } from '../../server/contract/reports.ts'

/** A client of a server of many nodes: cut off from one it goes on at another, from the last id that it has. */
export interface Reader {
  /** Statuses heard so far. */
  count(): number
  /** How often each attempt of a report was heard to have ended. */
  ends(): ReadonlyMap<string, number>
  /** Events that came out of the order of the log, or for a second time. */
  outOfOrder(): number
  close(): void
}

const again = 100

/** @param choose the node that is asked next */
export function follow(choose: () => { url: string; accessToken: string }): Reader {
  const ending = new AbortController()
  const ends = new Map<string, number>()
  let count = 0
  let outOfOrder = 0
  let lastId = ''
  let lastPlace = 0

  function hear(event: string, id: string | undefined, data: string): void {
    if (event !== 'EXCEL_STATUS' && event !== 'EXCEL_STATUS_END') return
    const { reportOid, attempt } = JSON.parse(data) as ReportStatus
    if (id !== undefined) {
      const place = Number(id.split('-').at(-1))
      if (place <= lastPlace) outOfOrder += 1
      lastPlace = Math.max(lastPlace, place)
      lastId = id
    }
    count += 1
    const key = `${reportOid} ${attempt}`
    if (event === 'EXCEL_STATUS_END') ends.set(key, (ends.get(key) ?? 0) + 1)
  }

  async function read(): Promise<void> {
    const { url, accessToken } = choose()
    const answer = await fetch(`${url}/api/events?rooms=*`, {
      signal: ending.signal,
      headers: {
        Authorization: `Bearer ${accessToken}`,
        ...(lastId === '' ? {} : { 'Last-Event-ID': lastId }),
      },
    })
    if (!answer.ok || answer.body === null) return
    const parser = createParser({
      onEvent: ({ event = 'message', id, data }) => hear(event, id, data),
    })
    const decoder = new TextDecoder()
    for await (const chunk of answer.body) parser.feed(decoder.decode(chunk, { stream: true }))
  }
  void (async () => {
    while (!ending.signal.aborted) {
      await read().catch(() => undefined)
      await sleep(again)
    }
  })()

  return {
    count: () => count,
    ends: () => ends,
    outOfOrder: () => outOfOrder,
    close: () => ending.abort(),
  }
}
