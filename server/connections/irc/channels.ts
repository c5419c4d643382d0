import { ServiceError, type RemoteRoom, type ServiceErrorKind, type Session } from '../connector.ts'
import type { IrcLink } from './link.ts'

/** Channels that a server may list. */
const maxListed = 20_000

/**
 * Where channels of these names are: a name is known in its own network only. The network that a bouncer takes
 * behind the account is part of it: `libera@bouncer.example.org`.
 */
export function networkOf({ address, secrets }: Pick<Session, 'address' | 'secrets'>): string {
  const network = /\/([^@]*)/.exec(secrets['user'] ?? '')?.[1] ?? ''
  const { host } = new URL(address)
  return network === '' ? host : `${network.toLowerCase()}@${host}`
}

/** The id of a room, which holds the name of its channel in front: no channel has a space in its name. */
export const roomIdOf = (link: IrcLink, channel: string, network: string): string =>
  `${link.fold(channel)} ${network}`
export const channelOf = (room: string): string => room.split(' ', 1)[0] ?? ''

/** Channels that we are in: those of a bouncer, or of an account that the server itself keeps there. */
export const joinedRooms = (link: IrcLink, network: string): RemoteRoom[] =>
  [...link.joined.keys()].map((name) => ({
    remoteId: roomIdOf(link, name, network),
    name,
    isPrivate: link.hidden.has(name),
  }))

/** Channels that a server shows to everybody. */
export async function listedRooms(link: IrcLink, network: string): Promise<RemoteRoom[]> {
  const names: string[] = []
  await link.ask(
    () => link.send('LIST'),
    ({ command, params }) => {
      if (command === '263') {
        throw new ServiceError('limited', params.at(-1) ?? '', { retryAfterMs: 60_000 })
      }
      if (command === '323' || names.length >= maxListed) return names
      if (command !== '321' && command !== '322') return undefined
      const [, name = ''] = params
      if (command === '322' && link.isChannel(name)) names.push(name)
      return 'taken'
    },
  )
  return names.map((name) => ({
    remoteId: roomIdOf(link, name, network),
    name,
    isPrivate: false,
  }))
}

/** What servers answer to who may not come in, by their numbers; modern.ircdocs.horse. */
const refusals: Readonly<Record<string, ServiceErrorKind>> = {
  403: 'gone',
  405: 'refused',
  437: 'unavailable',
  470: 'gone',
  471: 'forbidden',
  473: 'forbidden',
  474: 'forbidden',
  475: 'forbidden',
  476: 'gone',
  477: 'forbidden',
  479: 'gone',
  480: 'unavailable',
  489: 'forbidden',
}

/** Goes into a channel, where we are not in it. */
export async function join(link: IrcLink, channel: string): Promise<void> {
  const name = link.fold(channel)
  if (link.joined.has(name)) return
  await link.ask(
    () => link.send('JOIN', channel),
    ({ command, params }) => {
      const kind = refusals[command]
      if (kind !== undefined && link.fold(params[1] ?? '') === name) {
        throw new ServiceError(kind, params.slice(1).join(' '))
      }
      return command === 'JOIN' && link.joined.has(name) ? { name } : undefined
    },
  )
}
