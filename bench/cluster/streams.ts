import { connect, type Socket } from 'node:net'

/** Where a stream is opened. */
export interface Source {
  url: string
  accessToken: string
}

/** Many readers in this process, so light that they do not slow the nodes: they look for ends in the bytes. */
export interface Streams {
  /** Ends that each stream has heard. */
  ends: readonly number[]
  /** Milliseconds from the telling of each end until a stream had it. */
  late: readonly number[]
  /** Streams that the nodes have closed. */
  closed(): number
  close(): void
}

const atOnce = 200
const marker = Buffer.from('event: EXCEL_STATUS_END\n')
const time = /"at":"([^"]+)"/

/** Opens streams of everything, in turn at each source; resolves once all of them have begun to speak. */
export async function openStreams(sources: readonly Source[], count: number): Promise<Streams> {
  const ends = Array.from({ length: count }, () => 0)
  const late: number[] = []
  const sockets: Socket[] = []
  let closed = 0

  /** Takes the whole events out of what has come, and gives back what is left. */
  function read(index: number, text: Buffer): Buffer {
    let from = 0
    for (;;) {
      const at = text.indexOf(marker, from)
      if (at === -1) break
      const end = text.indexOf('\n\n', at)
      // The rest of it comes with the next segment.
      if (end === -1) return Buffer.from(text.subarray(at))
      const told = time.exec(text.toString('utf8', at, end))?.[1] ?? ''
      late.push(Date.now() - Date.parse(told))
      ends[index] = (ends[index] ?? 0) + 1
      from = end
    }
    return Buffer.from(text.subarray(Math.max(from, text.length - marker.length)))
  }

  function open(index: number): Promise<void> {
    const { url, accessToken } = sources[index % sources.length] as Source
    const { hostname, port, host } = new URL(url)
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname)
      sockets.push(socket)
      let rest: Buffer = Buffer.alloc(0)
      socket.on('connect', () => {
        const head = [
          'GET /api/events?rooms=* HTTP/1.1',
          `Host: ${host}`,
          `Authorization: Bearer ${accessToken}`,
          'Accept: text/event-stream',
        ]
        socket.write(`${head.join('\r\n')}\r\n\r\n`)
      })
      socket.once('data', (chunk) => {
        const status = chunk.toString('latin1', 0, 'HTTP/1.1 200'.length)
        if (status === 'HTTP/1.1 200') resolve()
        else reject(new Error(`A stream was answered by ${status}`))
      })
      socket.on('data', (chunk) => {
        rest = read(index, rest.length === 0 ? chunk : Buffer.concat([rest, chunk]))
      })
      socket.on('error', reject)
      socket.on('close', () => {
        closed += 1
      })
    })
  }

  for (let from = 0; from < count; from += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, count - from) }, (_, n) => open(from + n))
    await Promise.all(some)
  }
  return {
    ends,
    late,
    closed: () => closed,
    close: () => sockets.forEach((socket) => socket.destroy()),
  }
}
