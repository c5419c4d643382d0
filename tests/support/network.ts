import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type NetConnectOpts, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'

/** The way of programs in a network of their own to one server, which can be cut as by a firewall that drops. */
export interface Way {
  host: string
  /** What is sent either way vanishes, and nobody is told: no reset, no refusal, the link stays up. */
  cut(): void
  mend(): void
}

/** A network namespace of Linux, joined to this computer by one link. */
export interface Network {
  /** Before a command, which then runs in it; the process keeps its id. */
  launcher: readonly string[]
  /** Servers in it that listen on all addresses are reached at this one, whatever is cut. */
  address: string
  /** A way to servers that listen on `host`, one for each name. */
  way(name: 'database' | 'files' | 'mail'): Way
  close(): void
}

const ip = (...args: string[]): void =>
  void execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] })
const deleteQuietly = (name: string): void =>
  void spawnSync('ip', ['netns', 'delete', name], { stdio: 'ignore' })

/** A card that nobody has: frames to it are thrown away by whoever gets them. */
const nobody = '02:00:00:00:00:01'
const ways = ['control', 'database', 'files', 'mail'] as const

/** Three bytes of an address that no link of this computer has. */
function freeSubnet(): string {
  const taken = Object.values(networkInterfaces()).flatMap((each) =>
    (each ?? []).map(({ address }) => address),
  )
  for (;;) {
    const subnet = `10.213.${Math.floor(Math.random() * 256)}`
    if (!taken.some((address) => address.startsWith(`${subnet}.`))) return subnet
  }
}

/**
 * Makes a network, and takes it away again by `close`. Each way has an address on either side, so that one can be cut
 * and the others stay.
 *
 * @throws where `ip` of iproute2 is not there or not allowed: see `whyNoNetwork`
 */
export function openNetwork(): Network {
  const subnet = freeSubnet()
  const name = `rapporteur-${subnet.split('.')[2] ?? ''}-${process.pid}`
  const link = `rap${subnet.split('.')[2] ?? ''}x${process.pid % 100_000}`
  const here = (way: number): string => `${subnet}.${1 + way}`
  const there = (way: number): string => `${subnet}.${101 + way}`
  ip('netns', 'add', name)
  try {
    ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'out', 'netns', name)
    ip('-n', name, 'link', 'set', 'lo', 'up')
    for (const way of ways.keys()) {
      ip('address', 'add', `${here(way)}/24`, 'dev', link)
      ip('-n', name, 'address', 'add', `${there(way)}/24`, 'dev', 'out')
    }
    ip('link', 'set', link, 'up')
    ip('-n', name, 'link', 'set', 'out', 'up')
    for (const way of ways.keys()) {
      // Each way has its own address to come from, too: what is sent back over it goes the same way.
      ip('-n', name, 'route', 'add', here(way), 'dev', 'out', 'src', there(way))
    }
  } catch (error) {
    deleteQuietly(name)
    throw error
  }
  return {
    launcher: ['nsenter', `--net=/run/netns/${name}`],
    address: there(0),
    way(which) {
      const way = ways.indexOf(which)
      const ends = [
        { of: [], to: there(way), device: link },
        { of: ['-n', name], to: here(way), device: 'out' },
      ]
      return {
        host: here(way),
        cut() {
          for (const { of, to, device } of ends) {
            ip(...of, 'neigh', 'replace', to, 'lladdr', nobody, 'dev', device, 'nud', 'permanent')
          }
        },
        mend() {
          for (const { of, to, device } of ends) ip(...of, 'neigh', 'del', to, 'dev', device)
        },
      }
    },
    close() {
      // The link goes with it.
      deleteQuietly(name)
    },
  }
}

/** Null where networks can be made here; else why not. */
export function whyNoNetwork(): string | null {
  try {
    openNetwork().close()
    return null
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: Buffer }
    return code === 'ENOENT'
      ? "Debian's package iproute2 is not installed"
      : `making network namespaces is not allowed (${String(stderr ?? error).trim()})`
  }
}

/** Leads connections to a server that listens elsewhere on this computer. */
export interface Relay {
  port: number
  close(): Promise<void>
}

/** @param host where it listens; @param target the server */
export async function openRelay(host: string, target: NetConnectOpts): Promise<Relay> {
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(target)
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from)
      from.pipe(to)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
    }
  })
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    port,
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
