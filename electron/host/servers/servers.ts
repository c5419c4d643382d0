import { randomBytes, randomUUID } from 'node:crypto'
import {
  thisComputer,
  type KnownServer,
  type NewServer,
  type ServerChange,
  type ServerList,
} from '../../../server/contract/desktop-servers.ts'
import type { ServerConnection } from '../../../server/contract/desktop-api.ts'
import type { SecretVault } from '../../../server/index.ts'
import { HostError } from '../host-error.ts'
import { serverOrigin } from './address.ts'
import type { Ask } from './ask.ts'
import type { Relay } from './relay.ts'
import type { ServerFile, StoredServer } from './server-file.ts'

/** A server that the window shows in place of the one inside the app. */
export interface Shown extends ServerConnection {
  name: string
}

/** The servers beside "this computer", and which one the window shows. */
export interface Servers {
  list(): ServerList
  current(): string
  /** How the window reaches the one that it shows; null for this computer. By the relay, never directly. */
  shown(): Promise<Shown | null>
  /** The window shows this one from now on. */
  choose(serverOid: string): void
  /** Tries it first. @throws HostError that says what is wrong */
  add(wanted: NewServer): Promise<KnownServer>
  change(serverOid: string, change: ServerChange): Promise<KnownServer>
  remove(serverOid: string): void
  /** Asks each anew how it stands. */
  look(): void
  onChange(listener: (list: ServerList) => void): void
  onChosen(listener: () => void): void
}

export interface ServersOptions {
  file: ServerFile
  vault: SecretVault
  ask(): Promise<Ask>
  /** The one that the window showed the last time. */
  last: string | undefined
  keepLast(serverOid: string): void
}

interface Entry {
  stored: StoredServer
  /** Null: signed out. */
  token: string | null
  /** What the page says in its place, for this launch. */
  relayToken: string
  told: Pick<KnownServer, 'version' | 'state' | 'error'>
}

const maxNameLength = 80
const newRelayToken = (): string => randomBytes(32).toString('base64url')

export function createServers(options: ServersOptions): Servers {
  const { file, vault, keepLast } = options
  let entries: Entry[] | null = null
  let relay: Promise<Relay> | null = null
  let current = options.last ?? thisComputer
  const changes = new Set<(list: ServerList) => void>()
  const choices = new Set<() => void>()

  function tokenIn({ secret }: StoredServer): string | null {
    try {
      return secret === undefined ? null : vault.decrypt(secret)
    } catch {
      // Another keychain than the one that has kept it.
      return null
    }
  }
  /** Read when it is first needed: most people have no server. */
  const all = (): Entry[] =>
    (entries ??= file.read().map((stored) => {
      const token = tokenIn(stored)
      const state = token === null ? 'signed-out' : 'looking'
      return { stored, token, relayToken: newRelayToken(), told: { version: null, state } }
    }))
  const find = (serverOid: string): Entry | undefined =>
    all().find(({ stored }) => stored.serverOid === serverOid)
  function known(serverOid: string): Entry {
    const entry = find(serverOid)
    if (entry === undefined) throw new HostError('server_unknown', {})
    return entry
  }

  const toKnown = ({ stored: { serverOid, name, url, secret }, told }: Entry): KnownServer => ({
    serverOid,
    name,
    url,
    isKept: secret !== undefined,
    ...told,
  })
  const shownOid = (): string =>
    current === thisComputer || find(current) === undefined ? thisComputer : current
  const list = (): ServerList => ({
    servers: all()
      .map(toKnown)
      .toSorted((a, b) => a.name.localeCompare(b.name)),
    current: shownOid(),
  })
  const tell = (): void => changes.forEach((listener) => listener(list()))
  const save = (): void => file.write(all().map(({ stored }) => stored))

  function setToken(entry: Entry, token: string | null): void {
    const { secret: _before, ...stored } = entry.stored
    const isKept = token !== null && vault.canEncrypt()
    entry.stored = isKept ? { ...stored, secret: vault.encrypt(token) } : stored
    entry.token = token
    if (token === null) entry.told = { version: entry.told.version, state: 'signed-out' }
  }

  async function tryOut(url: string, token: string): Promise<Entry['told']> {
    const { probe } = await import('./probe.ts')
    return { version: await probe(await options.ask(), { url, token }), state: 'reached' }
  }

  async function lookAt(entry: Entry): Promise<void> {
    const { token, stored, told } = entry
    if (token === null) return
    let next: Entry['told']
    try {
      next = await tryOut(stored.url, token)
    } catch (error) {
      const { inEnglish } = await import('../../../server/words/say.ts')
      const { code, params } = error instanceof HostError ? error : unexpected(error)
      const said = { code, params, message: inEnglish({ code, params }) }
      const state = code === 'server_token' ? 'signed-out' : 'unreachable'
      next = { version: told.version, state, error: said }
    }
    // The person may have signed out, or removed it, meanwhile.
    if (entry.token !== token || !all().includes(entry)) return
    entry.told = next
    tell()
  }
  const unexpected = (error: unknown) =>
    new HostError('server_unreachable', { host: '', text: String(error) })

  async function startRelay(): Promise<Relay> {
    const module = await import('./relay.ts')
    const entryOf = (relayToken: string) => all().find((entry) => entry.relayToken === relayToken)
    return module.startRelay({
      ask: await options.ask(),
      targetOf(relayToken) {
        const entry = entryOf(relayToken)
        if (entry === undefined || entry.token === null) return null
        return { url: entry.stored.url, token: entry.token }
      },
      onUnauthorized(relayToken) {
        const entry = entryOf(relayToken)
        if (entry !== undefined && entry.told.state !== 'signed-out') void lookAt(entry)
      },
    })
  }

  function choose(serverOid: string): void {
    if (serverOid !== thisComputer) known(serverOid)
    if (serverOid === shownOid()) return
    current = serverOid
    keepLast(serverOid)
    tell()
    for (const listener of choices) listener()
  }

  const nameOf = (name: string, url: string): string =>
    name.trim().slice(0, maxNameLength) || new URL(url).host

  return {
    list,
    current: shownOid,
    async shown() {
      const entry = shownOid() === thisComputer ? undefined : find(current)
      if (entry === undefined) return null
      const { url } = await (relay ??= startRelay())
      return { url, accessToken: entry.relayToken, name: entry.stored.name }
    },
    choose,
    async add({ url: typed, name, token }) {
      const url = serverOrigin(typed)
      if (all().some(({ stored }) => stored.url === url)) {
        throw new HostError('server_known', { host: new URL(url).host })
      }
      const told = await tryOut(url, token)
      const stored = { serverOid: randomUUID(), name: nameOf(name, url), url }
      const entry: Entry = { stored, token, relayToken: newRelayToken(), told }
      setToken(entry, token)
      all().push(entry)
      save()
      tell()
      return toKnown(entry)
    },
    async change(serverOid, { name, token }) {
      const entry = known(serverOid)
      if (token !== undefined && token !== null) {
        entry.told = await tryOut(entry.stored.url, token)
      }
      if (token !== undefined) setToken(entry, token)
      if (token === null && serverOid === current) choose(thisComputer)
      if (name !== undefined)
        entry.stored = { ...entry.stored, name: nameOf(name, entry.stored.url) }
      save()
      tell()
      return toKnown(entry)
    },
    remove(serverOid) {
      known(serverOid)
      if (serverOid === current) choose(thisComputer)
      entries = all().filter(({ stored }) => stored.serverOid !== serverOid)
      save()
      tell()
    },
    look() {
      for (const entry of all()) void lookAt(entry)
    },
    onChange: (listener) => void changes.add(listener),
    onChosen: (listener) => void choices.add(listener),
  }
}
