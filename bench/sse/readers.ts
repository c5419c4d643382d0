import { connect } from 'node:net'
import { marker, type ReaderCommand, type ReaderMessage } from './protocol.ts'

/**
 * Many readers in one process, so light that they do not slow the server: they count the events in the
 * bytes and parse nothing.
 */
const tell = (message: ReaderMessage) => process.send?.(message)
const pattern = Buffer.from(marker)
const carried = pattern.length - 1

let events = 0
let closed = 0
let awaited = Infinity

function announce(): void {
  if (events < awaited) return
  awaited = Infinity
  tell({ say: 'reached' })
}

function open(port: number, isStalled: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let tail = Buffer.alloc(0)
    let isOpen = false
    socket.on('connect', () => {
      socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n')
    })
    socket.on('data', (chunk) => {
      if (!isOpen) {
        isOpen = true
        if (isStalled) socket.pause()
        resolve()
      }
      // The marker may be cut by the end of a segment.
      const text = tail.length === 0 ? chunk : Buffer.concat([tail, chunk])
      for (let at = text.indexOf(pattern); at !== -1; at = text.indexOf(pattern, at + 1)) {
        if (!isStalled) events++
      }
      const rest = text.subarray(Math.max(0, text.length - carried))
      tail = rest.includes(0x22) ? Buffer.from(rest) : Buffer.alloc(0)
      announce()
    })
    socket.on('error', reject)
    socket.on('close', () => {
      if (!isStalled) closed++
    })
  })
}

process.on('message', (command: ReaderCommand) => {
  switch (command.do) {
    case 'open':
      void (async () => {
        const atOnce = 200
        for (let from = 0; from < command.connections; from += atOnce) {
          const count = Math.min(atOnce, command.connections - from)
          await Promise.all(
            Array.from({ length: count }, (_, index) =>
              open(command.port, from + index < command.stalled),
            ),
          )
        }
        tell({ say: 'opened' })
      })()
      return
    case 'await':
      awaited = command.events
      announce()
      return
    case 'count':
      tell({ say: 'counted', events, closed })
  }
})
process.on('disconnect', () => process.exit())
