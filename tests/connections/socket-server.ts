import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/** One client of a double: text frames both ways (RFC 6455), as far as a double needs them. */
export interface SocketPeer {
  send(value: object): void
  /** Ends it with a number that says why. */
  close(code: number): void
  /** Cuts the line without a word. */
  cut(): void
}

/** Answers the request to become a socket. */
export function acceptSocket(
  req: IncomingMessage,
  socket: Socket,
  on: { text(text: string): void; closed(): void },
): SocketPeer {
  const accept = createHash('sha1')
    .update(`${req.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64')
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  )
  let rest = Buffer.alloc(0)
  socket.on('close', on.closed)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const frame = frameIn(rest)
      if (frame === null) return
      rest = rest.subarray(frame.length)
      if (frame.opcode === 8) return void socket.end()
      if (frame.opcode === 1) on.text(frame.payload.toString('utf8'))
    }
  })
  return {
    send: (value) => void socket.write(frameOf(1, Buffer.from(JSON.stringify(value)))),
    close(code) {
      const payload = Buffer.alloc(2)
      payload.writeUInt16BE(code)
      socket.end(frameOf(8, payload))
    },
    cut: () => socket.destroy(),
  }
}

function frameOf(opcode: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 0x10000 ? 4 : 10)
  head[0] = 0x80 | opcode
  head[1] = payload.length < 126 ? payload.length : payload.length < 0x10000 ? 126 : 127
  if (head.length === 4) head.writeUInt16BE(payload.length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(payload.length), 2)
  return Buffer.concat([head, payload])
}

/** The first whole frame of a client, which masks what it sends; null: it has not come yet. */
function frameIn(data: Buffer): { opcode: number; payload: Buffer; length: number } | null {
  if (data.length < 2) return null
  const short = data[1]! & 0x7f
  const head = short < 126 ? 2 : short === 126 ? 4 : 10
  if (data.length < head + 4) return null
  const size =
    short < 126 ? short : short === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2))
  const length = head + 4 + size
  if (data.length < length) return null
  const mask = data.subarray(head, head + 4)
  const payload = Buffer.from(data.subarray(head + 4, length)).map(
    (byte, at) => byte ^ mask[at % 4]!,
  )
  return { opcode: data[0]! & 0x0f, payload: Buffer.from(payload), length }
}
