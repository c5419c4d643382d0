import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makeContender } from './contenders.ts'
import { contenders, type ServerCommand, type ServerMessage } from './protocol.ts'

/** One contender in a process of its own: `server.ts NAME`, driven over IPC. */
const name = contenders.find((each) => each === process.argv[2])
if (name === undefined) throw new Error(`Name one of ${contenders.join(', ')}`)
const contender = await makeContender[name]()
const tell = (message: ServerMessage) => process.send?.(message)

const server = createServer((request, response) => contender.serve(request, response))
server.listen(0, '127.0.0.1', 4_096, () => {
  tell({ say: 'listening', port: (server.address() as AddressInfo).port })
})

let queuedBytes = 0
let n = 0

function emit({ events, bytes, rooms }: Extract<ServerCommand, { do: 'emit' }>): void {
  const filler = 'x'.repeat(Math.max(0, bytes - 90))
  for (let index = 0; index < events; index++) {
    const room = `room-${++n % rooms}`
    contender.emit(room, {
      roomOid: room,
      n,
      filler,
      sentAt: Number(process.hrtime.bigint() / 1_000n),
    })
  }
  queuedBytes = Math.max(queuedBytes, contender.mostQueuedBytes())
}

process.on('message', (command: ServerCommand) => {
  switch (command.do) {
    case 'emit':
      emit(command)
      tell({ say: 'emitted' })
      return
    case 'watch':
      queuedBytes = 0
      return
    case 'measure': {
      globalThis.gc?.()
      const { user, system } = process.cpuUsage()
      tell({
        say: 'measured',
        cpuMicros: user + system,
        rssBytes: process.memoryUsage.rss(),
        open: contender.open(),
        queuedBytes: Math.max(queuedBytes, contender.mostQueuedBytes()),
      })
    }
  }
})
process.on('disconnect', () => process.exit())
