import { repeatCounter } from '../../imports/reading/identity.ts'
import { ServiceError, type PageRequest, type RoomPage } from '../connector.ts'
import type { Incoming, IrcLink } from './link.ts'
import { spokenIn, timeOf } from './said.ts'

/** Messages of a page that are asked for, where the server allows as many, and where it does not say. */
const pageSize = 500
const carefulPageSize = 100
/** Lines that a server may send for each message that it was asked for; then it does not do what was asked. */
const linesPerMessage = 4

export const pageSizeOf = ({ support }: IrcLink): number =>
  Math.min(Number(support.get('CHATHISTORY')) || carefulPageSize, pageSize)

/** Whether the server keeps what was said, and tells when it was. */
export const hasHistory = ({ caps }: IrcLink): boolean =>
  caps.has('draft/chathistory') && caps.has('batch') && caps.has('server-time')

/**
 * One page by `CHATHISTORY`. Places are milliseconds since 1970: most servers give messages no ids. Several can
 * share a millisecond, and a page may end between them, so each page asks again for the last one of that before.
 */
export async function historyPage(
  link: IrcLink,
  channel: string,
  request: Pick<PageRequest, 'from' | 'until'>,
): Promise<RoomPage> {
  const limit = pageSizeOf(link)
  const lines = await linesOf(link, channel, request, limit)
  const name = link.fold(channel)
  const nth = repeatCounter()
  const now = Date.now()
  const times = lines.flatMap((line) => timeOf(line) ?? [])
  const next = nextPlace(times, lines.length >= limit, request)
  // The next page has all of the millisecond at which it begins, in its order.
  const kept = lines.filter((line) => next === null || timeOf(line) !== Number(next))
  const said = kept.flatMap((line) => {
    const spoken = spokenIn(line, (target) => link.fold(target) === name, nth, now)
    return spoken === null ? [] : [spoken.said]
  })
  return {
    said,
    amendments: [],
    newest: times.length === 0 ? null : String(times.reduce((a, b) => Math.max(a, b))),
    next,
    threads: [],
    isInOrder: true,
  }
}

/** Where the next page goes on, by the times of this one. */
export function nextPlace(
  times: readonly number[],
  isFull: boolean,
  { from, until }: Pick<PageRequest, 'from' | 'until'>,
): string | null {
  if (times.length === 0) return null
  const oldest = times.reduce((a, b) => Math.min(a, b))
  if (until !== null && (oldest < Number(until) || (oldest === Number(until) && !isFull))) {
    return null
  }
  if (from === null || oldest < Number(from)) return String(oldest)
  // More of one millisecond than a page holds: the rest of it cannot be asked for, only what is older.
  return isFull ? String(oldest - 1) : null
}

const stamp = (at: number): string => `timestamp=${new Date(at).toISOString()}`

function linesOf(
  link: IrcLink,
  channel: string,
  { from, until }: Pick<PageRequest, 'from' | 'until'>,
  limit: number,
): Promise<Incoming[]> {
  const name = link.fold(channel)
  const lines: Incoming[] = []
  let count = 0
  const [way, place] =
    from !== null
      ? ['BEFORE', stamp(Number(from) + 1)]
      : ['LATEST', until === null ? '*' : stamp(Number(until) - 1)]
  return link.ask(
    () => link.send('CHATHISTORY', way, channel, place, String(limit)),
    (message) => {
      const { command, params, batch } = message
      const error = errorIn(message)
      if (error !== null) throw error
      if (batch?.type !== 'chathistory' || batch.channel !== name) return undefined
      if (command === 'BATCH') return batch.outer === null ? lines : 'taken'
      count += 1
      if (count > limit * linesPerMessage) {
        throw new ServiceError('refused', 'more than was asked for')
      }
      if (link.fold(params[0] ?? '') === name) lines.push(message)
      return 'taken'
    },
  )
}

function errorIn({ command, params }: Incoming): ServiceError | null {
  const words = params.slice(1).join(' ')
  // Too many commands: it wants to be asked later.
  if (command === '263') return new ServiceError('limited', words, { retryAfterMs: 30_000 })
  if (command === '421' && params[1] === 'CHATHISTORY') return new ServiceError('refused', words)
  if (command !== 'FAIL' || params[0] !== 'CHATHISTORY') return null
  const code = params[1] ?? ''
  if (code === 'INVALID_TARGET') return new ServiceError('forbidden', words)
  if (code === 'ACCOUNT_REQUIRED') return new ServiceError('unauthorized', words)
  if (code === 'RATE_LIMITED') return new ServiceError('limited', words, { retryAfterMs: 30_000 })
  return new ServiceError(code === 'MESSAGE_ERROR' ? 'unavailable' : 'refused', words)
}
