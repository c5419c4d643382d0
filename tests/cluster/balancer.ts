import { connect, createServer, type Socket } from 'node:net'
import { once } from 'node:events'

/** One address for many nodes, as a load balancer gives it: each connection goes to the next node that is there. */
export interface Balancer {
  url: string
  close(): Promise<void>
}

/** @param nodes addresses of the nodes; one that refuses is passed over */
export async function startBalancer(nodes: () => readonly string[]): Promise<Balancer> {
  const open = new Set<Socket>()
  let turn = 0

  /** To the first node from `at` on that takes the connection; none: the client is hung up on. */
  function lead(client: Socket, ports: readonly number[]): void {
    const [port, ...others] = ports
    if (port === undefined) return void client.destroy()
    const node = connect(port, '127.0.0.1')
    open.add(node)
    let isThere = false
    node.once('connect', () => {
      isThere = true
      client.pipe(node)
      node.pipe(client)
    })
    node.on('error', () => undefined)
    node.on('close', () => {
      open.delete(node)
      if (isThere || client.destroyed) client.destroy()
      else lead(client, others)
    })
    client.on('close', () => node.destroy())
  }

  const server = createServer((client) => {
    open.add(client)
    client.on('error', () => undefined)
    client.on('close', () => open.delete(client))
    const ports = nodes().map((url) => Number(new URL(url).port))
    turn += 1
    const first = turn % Math.max(1, ports.length)
    lead(client, [...ports.slice(first), ...ports.slice(0, first)])
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
