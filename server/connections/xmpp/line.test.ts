import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { connectTo } from './line.ts'

let server: Server | undefined
afterEach(() => {
  server?.close()
  server = undefined
})

/** Does as `talk` says with whoever opens a stream. @returns where to reach it */
async function startServer(talk: (socket: Socket) => Promise<void>): Promise<string> {
  server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => void talk(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `xmpp://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const header =
  "<?xml version='1.0'?><stream:stream xmlns='jabber:client' " +
  "xmlns:stream='http://etherx.jabber.org/streams' id='1' from='localhost' version='1.0'>"

it.each([
  ['words that are no XML', '<a></b>'],
  ['the end of its stream', '</stream:stream>'],
])('goes on after a server that says %s, and more', async (_, last) => {
  let close = (): void => undefined
  const closed = new Promise<void>((resolve) => (close = resolve))
  const address = await startServer(async (socket) => {
    socket.once('close', () => close())
    const say = (text: string): Promise<void> =>
      new Promise((resolve) => socket.write(text, () => resolve()))
    await say(header)
    await say(last)
    // Each of these is a part of its own, once what was said before is answered.
    for (let more = 0; more < 20; more++) {
      await say('<message/>')
      await new Promise((resolve) => setImmediate(resolve))
    }
    socket.end()
  })
  const secrets = { jid: 'bob@localhost', password: 'secret' }
  const { signal } = new AbortController()
  await expect(connectTo({ address, secrets, signal } as never)).rejects.toMatchObject({
    kind: 'unavailable',
  })
  await closed
})
