import { createServer, connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Network } from '../support/network.ts'
import { startServerProcess, type ServerProcess } from '../crash/server-process.ts'

/** A node as a process of its own, to be killed, held still, or cut off from the database. */
export interface NodeProcess extends ServerProcess {
  /** Its name among the nodes. */
  nodeId: string
  /** SIGSTOP and SIGCONT. */
  hold(): void
  goOn(): void
  ask<T>(path: string, init?: RequestInit): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
}

export interface NodeOptions {
  /** Its data folder is made below this one. */
  folder: string
  name: string
  databaseUrl: string
  blobs: string
  leaseSeconds: number
  /** How it is started; default the built command. */
  command?: readonly string[]
  /** A network of its own, in which it runs. Default: that of this computer. */
  network?: Pick<Network, 'launcher' | 'address'>
  env?: Readonly<Record<string, string>>
}

export async function startNode(options: NodeOptions): Promise<NodeProcess> {
  const dataDir = join(options.folder, options.name)
  await mkdir(dataDir, { recursive: true })
  const env = {
    RAPPORTEUR_DATABASE_URL: options.databaseUrl,
    RAPPORTEUR_BLOBS: options.blobs,
    RAPPORTEUR_LEASE_SECONDS: String(options.leaseSeconds),
    ...options.env,
  }
  const { network } = options
  const tokenFile = join(options.folder, `${options.name}.token`)
  const reached = ['--host', '0.0.0.0', '--token-file', tokenFile, '--print-token']
  const started = await startServerProcess(
    dataDir,
    env,
    options.command,
    network === undefined ? [] : [...reached, '--allowed-hosts', network.address],
    network?.launcher,
  )
  const node = {
    ...started,
    url: network === undefined ? started.url : started.url.replace('0.0.0.0', network.address),
  }
  async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
    const headers = { Authorization: `Bearer ${node.accessToken}`, ...init.headers }
    const answer = await fetch(node.url + path, { ...init, headers })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  return {
    ...node,
    nodeId: (await readFile(join(dataDir, 'node-id'), 'utf8')).trim(),
    hold: () => void process.kill(node.pid, 'SIGSTOP'),
    goOn: () => void process.kill(node.pid, 'SIGCONT'),
    ask,
    post: (path, body) =>
      ask(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  }
}

/** The way to a PostgreSQL server by TCP, which can be cut as a network is: nothing is told to either end. */
export interface Wire {
  databaseUrl: string
  cut(): void
  mend(): void
  close(): Promise<void>
}

/** @param databaseUrl names the folder of the server's socket as its host */
export async function layWire(databaseUrl: string): Promise<Wire> {
  const url = new URL(databaseUrl.replace('@/', '@localhost/'))
  const socket = join(url.searchParams.get('host') ?? '', '.s.PGSQL.5432')
  const pairs = new Set<readonly [Socket, Socket]>()
  let isCut = false
  const still = ([a, b]: readonly [Socket, Socket]): void => {
    a.pause()
    b.pause()
  }
  const server = createServer((client) => {
    const upstream = connect(socket)
    const pair = [client, upstream] as const
    pairs.add(pair)
    for (const [from, to] of [pair, [upstream, client] as const]) {
      from.on('data', (chunk) => {
        if (!to.write(chunk)) from.pause()
      })
      to.on('drain', () => {
        if (!isCut) from.resume()
      })
      from.on('error', () => to.destroy())
      from.on('close', () => {
        to.destroy()
        pairs.delete(pair)
      })
    }
    if (isCut) still(pair)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  url.searchParams.delete('host')
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return {
    databaseUrl: url.href,
    cut() {
      isCut = true
      pairs.forEach(still)
    },
    mend() {
      isCut = false
      for (const [a, b] of pairs) {
        a.resume()
        b.resume()
      }
    },
    async close() {
      for (const pair of pairs) for (const end of pair) end.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
