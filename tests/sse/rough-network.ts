import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A network between client and server that cuts, stalls and re-chunks, on a port that stays. */
export interface RoughNetwork {
  readonly url: string
  /** Cuts some of the open connections. */
  cut(share: number): void
  /** Makes some of the open connections take nothing from the server, until the next `release`. */
  stall(share: number): void
  release(): void
  close(): Promise<void>
}

/**
 * @param target port of the server, asked for each connection, so that it may restart elsewhere
 * @param random 0 to 1
 */
export async function startRoughNetwork(
  target: () => number,
  random: () => number,
): Promise<RoughNetwork> {
  const pairs = new Set<{ client: Socket; server: Socket }>()

  const listener = createServer((client) => {
    const server = connect(target(), '127.0.0.1')
    const pair = { client, server }
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) {
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', end)
    }
    client.pipe(server)
    server.on('data', (chunk) => {
      const at = Math.floor(random() * chunk.length)
      client.write(chunk.subarray(0, at))
      client.write(chunk.subarray(at))
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))

  const some = (share: number) => [...pairs].filter(() => random() < share)
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    cut: (share) => some(share).forEach(({ client }) => client.destroy()),
    stall: (share) => some(share).forEach(({ server }) => server.pause()),
    release: () => pairs.forEach(({ server }) => server.resume()),
    close() {
      pairs.forEach(({ client }) => client.destroy())
      return new Promise<void>((resolve) => listener.close(() => resolve()))
    },
  }
}
