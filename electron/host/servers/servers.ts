import { randomUUID } from 'node:crypto'
import {
  thisComputer,
  type KnownServer,
  type NewServer,
  type ServerChange,
  type ServerList,
  type SignInWanted,
} from '../../../server/contract/desktop-servers.ts'
import { HostError } from '../host-error.ts'
import { serverOrigin } from './address.ts'
import { nameOf, newEntry, tokenIn, toKnown, type Entry } from './entry.ts'
import type { Ended } from '../tray-and-notices/tally.ts'
import { hostLimits } from '../limits.ts'
import type { Relay } from './relay.ts'
import { createRemoved } from './removed.ts'
import { createSigningIn } from './signing-in.ts'
import { roomNames } from './room-names.ts'
import type { RemoteEnd, Servers, ServersOptions } from './servers-api.ts'

export function createServers(options: ServersOptions): Servers {
  const { file, vault, keepLast, own } = options
  let entries: Entry[] | null = null
  let relay: Promise<Relay> | null = null
  let current = options.last ?? thisComputer
  const changes = new Set<(list: ServerList) => void>()
  const choices = new Set<() => void>()
  const ends = new Set<(end: RemoteEnd) => void>()
  let telling: NodeJS.Timeout | null = null
  let looking: NodeJS.Timeout | null = null

  /** Read when it is first needed: most people have no server. */
  const all = (): Entry[] =>
    (entries ??= file.read().map((stored) => {
      const token = tokenIn(stored, vault)
      const state = token === null ? 'signed-out' : 'looking'
      return newEntry(stored, token, { version: null, state })
    }))
  const find = (serverOid: string): Entry | undefined =>
    all().find(({ stored }) => stored.serverOid === serverOid)
  function known(serverOid: string): Entry {
    const entry = find(serverOid)
    if (entry === undefined) throw new HostError('server_unknown', {})
    return entry
  }

  const shownOid = (): string =>
    current === thisComputer || find(current) === undefined ? thisComputer : current
  const see = (): void => {
    if (shownOid() === thisComputer) own.seen()
    else find(current)?.watch?.seen()
  }
  const list = (): ServerList => ({
    own: own.now(),
    removed: removed.now(),
    signingIn: signing.now(),
    servers: all()
      .map(toKnown)
      .toSorted((a, b) => a.name.localeCompare(b.name)),
    current: shownOid(),
  })
  function tell(): void {
    see()
    for (const listener of changes) listener(list())
  }
  /** Changes that follow each other fast are told as one; the last is never left out. */
  function tellSoon(): void {
    telling ??= setTimeout(() => {
      telling = null
      tell()
    }, hostLimits.activityIntervalMs)
  }
  const signing = createSigningIn(options, tell)
  const forget = ({ stored, token }: Entry): void => {
    if (token !== null) void end(stored.url, token)
    tell()
  }
  const removed = createRemoved(forget)
  const save = (): void => file.write(all().map(({ stored }) => stored))

  function setToken(entry: Entry, token: string | null): void {
    const { secret: _secret, ...stored } = entry.stored
    const before = entry.token
    const isKept = token !== null && vault.canEncrypt()
    entry.stored = isKept ? { ...stored, secret: vault.encrypt(token) } : stored
    entry.token = token
    if (token === null) entry.told = { version: entry.told.version, state: 'signed-out' }
    if (before !== null && before !== token) void end(entry.stored.url, before)
    // Of the old token; the next look follows it again.
    unwatch(entry)
  }

  function unwatch(entry: Entry): void {
    entry.watch?.close()
    entry.watch = null
    entry.isHeard = false
  }
  async function follow(entry: Entry): Promise<void> {
    if (entry.watch !== null) return entry.watch.wake()
    const { watchServer } = await import('./watch.ts')
    const { url } = await (relay ??= startRelay())
    // Somebody else was faster, or the person has signed out or removed it.
    if (entry.watch !== null || entry.token === null || !all().includes(entry)) return
    const { serverOid } = entry.stored
    const tellEnd = (kind: RemoteEnd['kind'], ended: readonly Ended[]): void => {
      const { name } = entry.stored
      for (const listener of ends) listener({ kind, serverOid, name, ended })
    }
    entry.watch = watchServer({
      url,
      token: entry.relayToken,
      onChange: tellSoon,
      onHeard(isHeard) {
        entry.isHeard = isHeard
        tellSoon()
        if (!isHeard) void lookAt(entry)
      },
      onBatchEnd: (ended) => tellEnd('batch', ended),
      onFailure: (ended) => tellEnd('failure', [ended]),
    })
    looking ??= setInterval(() => {
      for (const each of all()) if (!each.isHeard) void lookAt(each)
    }, hostLimits.lookAgainMs).unref()
  }

  /** A session must not go on that nobody here knows any more. */
  async function end(url: string, token: string): Promise<void> {
    const { endSession } = await import('./probe.ts')
    await endSession(await options.ask(), { url, token })
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
      const isOut = code === 'server_token' || code === 'server_session'
      const state = isOut ? 'signed-out' : 'unreachable'
      next = { version: told.version, state, error: said }
    }
    // The person may have signed out, or removed it, meanwhile.
    if (entry.token !== token || !all().includes(entry)) return
    entry.told = next
    tell()
    if (next.state === 'reached') await follow(entry)
    else if (next.state === 'signed-out') unwatch(entry)
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

  /** @throws HostError for an address that cannot be one, or is in the list */
  function newOrigin(typed: string): string {
    const url = serverOrigin(typed)
    if (!all().some(({ stored }) => stored.url === url)) return url
    throw new HostError('server_known', { host: new URL(url).host })
  }
  async function add({ url: typed, name, token }: NewServer): Promise<KnownServer> {
    const url = newOrigin(typed)
    const told = await tryOut(url, token)
    const stored = { serverOid: randomUUID(), name: nameOf(name, url), url }
    const entry = newEntry(stored, token, told)
    setToken(entry, token)
    all().push(entry)
    save()
    tell()
    void follow(entry)
    return toKnown(entry)
  }
  async function change(serverOid: string, { name, token }: ServerChange): Promise<KnownServer> {
    const entry = known(serverOid)
    if (token !== undefined && token !== null) {
      entry.told = await tryOut(entry.stored.url, token)
    }
    if (token !== undefined) setToken(entry, token)
    if (typeof token === 'string') void follow(entry)
    if (token === null && serverOid === current) choose(thisComputer)
    if (name !== undefined) entry.stored = { ...entry.stored, name: nameOf(name, entry.stored.url) }
    save()
    tell()
    return toKnown(entry)
  }
  async function signIn(wanted: SignInWanted): Promise<KnownServer> {
    const place =
      'url' in wanted
        ? { url: newOrigin(wanted.url), serverOid: null }
        : known(wanted.serverOid).stored
    const token = await signing.at(place)
    try {
      return 'url' in wanted
        ? await add({ ...wanted, token })
        : await change(wanted.serverOid, { token })
    } catch (error) {
      void end(place.url, token)
      throw error
    }
  }

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
    add,
    change,
    signIn,
    cancelSignIn: signing.cancel,
    remove(serverOid) {
      const entry = known(serverOid)
      unwatch(entry)
      const wasShown = serverOid === current
      if (wasShown) choose(thisComputer)
      entries = all().filter((each) => each !== entry)
      removed.keep({ entry, wasShown })
      save()
      tell()
    },
    restore(serverOid) {
      const removal = removed.take(serverOid)
      if (removal === null) throw new HostError('server_unknown', {})
      const { entry, wasShown } = removal
      try {
        newOrigin(entry.stored.url)
      } catch (error) {
        forget(entry)
        throw error
      }
      all().push(entry)
      save()
      if (wasShown) choose(serverOid)
      tell()
      void lookAt(entry)
    },
    look() {
      for (const entry of all()) void lookAt(entry)
    },
    ownChanged: tellSoon,
    async roomNames(serverOid, roomOids) {
      const entry = find(serverOid)
      if (entry === undefined) return new Map()
      const { url } = await (relay ??= startRelay())
      return roomNames(roomOids, { url, accessToken: entry.relayToken })
    },
    onEnd: (listener) => void ends.add(listener),
    onChange: (listener) => void changes.add(listener),
    onChosen: (listener) => void choices.add(listener),
  }
}
