import { ServiceError, type Secrets, type Session } from '../connector.ts'
import { IrcLink, type Incoming } from './link.ts'

/** What is asked for where the server has it. */
const wanted = ['message-tags', 'server-time', 'batch', 'draft/chathistory']
/** Who is in a channel is many lines, which nobody reads but who wants to know how open it is. */
const withoutNames = 'draft/no-implicit-names'
/** Bytes of one line of `AUTHENTICATE`. */
const saslChunk = 400
/** Other nicks that are tried where one is taken. */
const maxNicks = 5

/**
 * Opens a connection and signs in: by SASL where the server has it, else by the password of the server. Returns once
 * the server has told what it is, and in which channels we are.
 */
export async function signIn(session: Session, { withNames = false } = {}): Promise<IrcLink> {
  const link = await IrcLink.open(session)
  try {
    const offered = await capabilities(link)
    await request(link, offered, session.secrets, withNames ? wanted : [...wanted, withoutNames])
    await greet(link, offered, session.secrets)
    // A bouncer tells of its channels before it answers this.
    await link.ask(
      () => link.send('PING', 'signed-in'),
      ({ command, params }) =>
        command === 'PONG' && params.includes('signed-in') ? { done: true } : undefined,
    )
    return link
  } catch (error) {
    link.close()
    throw error
  }
}

/** Names and values of what the server can; empty for one that is too old to be asked. */
async function capabilities(link: IrcLink): Promise<Map<string, string>> {
  const offered = new Map<string, string>()
  return link.ask(
    () => link.send('CAP', 'LS', '302'),
    ({ command, params }) => {
      if (command === '421' || command === '451') return offered
      if (command !== 'CAP' || params[1] !== 'LS') return undefined
      for (const cap of (params.at(-1) ?? '').split(' ').filter((one) => one !== '')) {
        const [name = '', value = ''] = cap.split(/=(.*)/s, 2)
        offered.set(name, value)
      }
      return params[2] === '*' && params.length > 3 ? 'taken' : offered
    },
  )
}

const canSasl = (offered: ReadonlyMap<string, string>, { password = '' }: Secrets): boolean => {
  const mechanisms = offered.get('sasl')
  if (password === '' || mechanisms === undefined) return false
  return mechanisms === '' || mechanisms.toUpperCase().split(',').includes('PLAIN')
}

async function request(
  link: IrcLink,
  offered: ReadonlyMap<string, string>,
  secrets: Secrets,
  asked: readonly string[],
): Promise<void> {
  const isSasl = canSasl(offered, secrets)
  const caps = [...asked, ...(isSasl ? ['sasl'] : [])].filter((cap) => offered.has(cap))
  if (caps.length > 0) {
    const { isGranted } = await link.ask(
      () => link.send('CAP', 'REQ', caps.join(' ')),
      ({ command, params }) =>
        command === 'CAP' && (params[1] === 'ACK' || params[1] === 'NAK')
          ? { isGranted: params[1] === 'ACK' }
          : undefined,
    )
    if (isGranted) link.caps = new Set(caps)
  }
  if (!isSasl) return
  const { user = '', password = '' } = secrets
  const isReady = ({ command, params }: Incoming): object | undefined => {
    if (/^90[2-8]$/.test(command) && command !== '903' && command !== '908') {
      throw new ServiceError('unauthorized', params.at(-1) ?? command)
    }
    return command === '903' || (command === 'AUTHENTICATE' && params[0] === '+')
      ? { command }
      : undefined
  }
  await link.ask(() => link.send('AUTHENTICATE', 'PLAIN'), isReady)
  const token = Buffer.from(`\0${user}\0${password}`).toString('base64')
  const chunks: string[] = token.match(new RegExp(`.{1,${saslChunk}}`, 'g')) ?? []
  // A last piece of full length is followed by an empty one.
  if (token.length % saslChunk === 0) chunks.push('+')
  await link.ask(() => {
    for (const chunk of chunks) link.send('AUTHENTICATE', chunk)
  }, isReady)
}

/** Names us, and waits for the welcome. */
async function greet(
  link: IrcLink,
  offered: ReadonlyMap<string, string>,
  secrets: Secrets,
): Promise<void> {
  const { user = '', password = '' } = secrets
  const nick = nickOf(user)
  let taken = 0
  await link.ask(
    () => {
      if (password !== '' && !canSasl(offered, secrets)) link.send('PASS', password)
      link.send('NICK', nick)
      link.send('USER', user, '0', '*', 'Rapporteur')
      if (offered.size > 0) link.send('CAP', 'END')
    },
    ({ command, params }) => {
      const words = params.at(-1) ?? command
      if (command === '464' || command === '465') throw new ServiceError('unauthorized', words)
      if (command === '432') throw new ServiceError('refused', words)
      if (command === '433' || command === '436') {
        taken += 1
        if (taken > maxNicks) throw new ServiceError('refused', words)
        link.send('NICK', `${nick}${'_'.repeat(taken)}`)
        return 'taken'
      }
      // The end of the message of the day, or that there is none, ends the welcome.
      return command === '376' || command === '422' ? { command } : undefined
    },
  )
}

/** Bouncers take the network and the program behind the name: `ann/libera@desk`. */
const nickOf = (user: string): string =>
  (user.split(/[/@]/, 1)[0] ?? '').replace(/[^\w[\]\\^{}|`-]/g, '_') || 'rapporteur'
