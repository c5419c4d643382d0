import { setTimeout as sleep } from 'node:timers/promises'
import { repeatCounter } from '../../imports/reading/identity.ts'
import { ServiceError, type Connector, type Session } from '../connector.ts'
import { shareLine } from '../shared-line.ts'
import { channelOf, join, joinedRooms, listedRooms, networkOf, roomIdOf } from './channels.ts'
import { hasHistory, historyPage, pageSizeOf } from './history.ts'
import type { IrcLink } from './link.ts'
import { signIn } from './register.ts'
import { spokenIn } from './said.ts'

/** Servers count a line as two seconds, and let nobody get far ahead (RFC 1459, 8.10). */
const everyMs = 2_000
/** Milliseconds between two attempts to sign in: servers lock out who comes back too often. */
const signInMs = 5_000

/** When a reading signed in last, by its signal. */
const tried = new WeakMap<AbortSignal, number>()

/**
 * A server of IRC allows few connections, and signing in takes many lines: all that one reading asks and hears goes
 * over the same one.
 */
const onSharedLink = shareLine<IrcLink>({
  async open(session) {
    const { signal } = session
    const at = Math.max(Date.now(), (tried.get(signal) ?? 0) + signInMs)
    tried.set(signal, at)
    await sleep(at - Date.now(), undefined, { signal, ref: false })
    return signIn(session)
  },
  isOpen: (link) => link.isOpen,
  close: (link) => link.close(),
})

/** Over a connection of its own, for what is asked once. */
async function once<Answer>(
  session: Session,
  ask: (link: IrcLink) => Answer | Promise<Answer>,
): Promise<Answer> {
  const link = await signIn(session, { withNames: true })
  try {
    return await ask(link)
  } finally {
    link.close()
  }
}

/** A bouncer keeps us in our channels itself. */
const isBouncer = ({ support }: IrcLink): boolean => support.has('BOUNCER_NETID')

/** IRC: modern.ircdocs.horse and IRCv3; facts also from a real soju with ngircd. */
export const irc: Connector = {
  service: 'irc',
  family: 'irc',
  format: 'irc-chathistory',
  secrets: { needed: ['user'], optional: ['password'] },
  usualAddress: null,
  schemes: { usual: 'ircs', other: 'irc' },
  paces: () => [{ key: 'lines', everyMs }],

  refuses: ({ user = '', password = '' }) =>
    /[\s\0]/.test(user) || /[\r\n\0]/.test(password)
      ? { code: 'connection_irc_name', params: {} }
      : null,

  check: (session) =>
    once(session, (link) => {
      // A bouncer with several networks has channels only for who names one of them.
      if (link.support.get('CHANTYPES') === '') {
        const reason = { code: 'connection_irc_network', params: {} } as const
        throw new ServiceError('refused', 'no network was named', { reason })
      }
      const isKept = hasHistory(link)
      return {
        account: link.nick,
        team: link.support.get('NETWORK') || networkOf(session),
        missing: [],
        messagesPerHour: isKept ? (pageSizeOf(link) * 3_600_000) / everyMs : null,
        ...(isKept ? {} : { note: { code: 'connection_no_history', params: {} } as const }),
      }
    }),

  rooms: (session) =>
    once(session, async (link) => {
      const network = networkOf(session)
      const joined = joinedRooms(link, network)
      const isAsked = joined.length === 0 && !isBouncer(link)
      return { rooms: isAsked ? await listedRooms(link, network) : joined, next: null }
    }),

  page: (session, { room, from, until }) =>
    onSharedLink(session, async (link) => {
      const channel = channelOf(room)
      if (!isBouncer(link)) await join(link, channel)
      if (hasHistory(link)) return historyPage(link, channel, { from, until })
      const heardForMs = link.heardForMs(channel)
      return { said: [], amendments: [], newest: null, next: null, threads: [], heardForMs }
    }),

  follow: (session, on) =>
    onSharedLink(session, async (link) => {
      const network = networkOf(session)
      const nth = repeatCounter()
      const stop = link.listen((message) => {
        if (message.batch?.type === 'chathistory') return
        const { command, params } = message
        if (command === 'KICK' && link.fold(params[1] ?? '') === link.fold(link.nick)) {
          return on.heard({ type: 'lost', room: roomIdOf(link, params[0] ?? '', network) })
        }
        const spoken = spokenIn(message, (name) => link.isChannel(name), nth, Date.now())
        if (spoken === null) return
        on.heard({
          type: 'said',
          room: roomIdOf(link, spoken.channel, network),
          said: spoken.said,
        })
      })
      try {
        on.connected()
        throw await link.ended()
      } finally {
        stop()
      }
    }),
}
