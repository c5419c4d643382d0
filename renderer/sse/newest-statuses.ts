import { sseEvents } from '../../server/contract/events.ts'
import { LiveConnection, type LiveConnectionOptions } from './live-connection.ts'
import type { StreamEvent } from './stream-event.ts'

/** Characters of room ids in one URL: well under the 16 KiB that Node takes as the head of a request. */
const maxListLength = 8_000

/** Whether a snapshot is complete with the event of this id: only its last one moves the cursor off zero. */
export const isSnapshotComplete = (lastEventId: string): boolean =>
  /-[1-9][0-9]*$/.test(lastEventId)

/**
 * Asks once for the newest status of each of these rooms, ended ones too, and closes. A stream of all
 * rooms that could not resume shows only what is running; this tells what has ended meanwhile.
 *
 * @param onEvent gets `EXCEL_STATUS` or `EXCEL_STATUS_END` for each room that has a report
 * @returns what stops it
 */
export function askNewestStatuses(
  baseUrl: string,
  rooms: Iterable<string>,
  options: Pick<LiveConnectionOptions, 'getFreshToken' | 'eventSourceImpl' | 'timing' | 'random'>,
  onEvent: (event: StreamEvent) => void,
): () => void {
  const connections = lists(rooms).map((list) => {
    const connection = new LiveConnection({
      ...options,
      token: null,
      url: `${baseUrl}/api/events?rooms=${list}`,
    })
    connection.open({
      events: [sseEvents.excelStatus, sseEvents.excelStatusEnd, sseEvents.ping],
      onEvent(event) {
        if (event.name !== sseEvents.ping) onEvent(event)
        if (isSnapshotComplete(event.lastEventId)) connection.close()
      },
    })
    return connection
  })
  return () => connections.forEach((connection) => connection.close())
}

function lists(rooms: Iterable<string>): string[] {
  const result: string[] = []
  let list = ''
  for (const room of rooms) {
    const item = encodeURIComponent(room)
    if (list !== '' && list.length + item.length + 1 > maxListLength) {
      result.push(list)
      list = ''
    }
    list += list === '' ? item : `,${item}`
  }
  if (list !== '') result.push(list)
  return result
}
