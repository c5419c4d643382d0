import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'

export interface DoubleLine {
  channel: string
  nick: string
  text: string
  at: number
  msgid?: string
  command?: 'PRIVMSG' | 'NOTICE'
}

interface Client {
  socket: Socket
  caps: Set<string>
  nick: string
  isIn: boolean
  joined: Set<string>
  pass: string
  /** What has come of its words of SASL. */
  sasl: string
  hasUser: boolean
  hasNegotiated: boolean
}

/**
 * A server that stands in for one of IRC, after modern.ircdocs.horse and IRCv3 (capability negotiation, SASL 3.1,
 * message tags, server-time, batch, draft/chathistory). It checks what it is sent: length and form of lines, the order
 * of signing in, the parameters of CHATHISTORY.
 */
export class IrcDouble {
  caps = ['message-tags', 'server-time', 'batch', 'draft/chathistory', 'sasl=PLAIN', 'account-tag']
  /** Channels of the account, into which a bouncer puts every client; a plain server lists them. */
  channels = ['#support', '#other']
  isBouncer = true
  /** Networks were left for the client to name. */
  isUnbound = false
  /** Nicks that somebody has, channels that nobody may enter, channels that are shown to nobody else. */
  taken: string[] = []
  closed: string[] = []
  secret: string[] = []
  password = 'pw-1234'
  limit = 5
  /** Messages of one page at most, whatever is asked for. */
  pageCap = 1_000
  /** The next pages are answered so, in place of messages. */
  answers: ((channel: string) => string[])[] = []
  readonly history: DoubleLine[] = []
  readonly wrong: string[] = []
  readonly asked: string[] = []
  /** What clients have answered to a PING. */
  readonly pongs: string[] = []
  port = 0
  signIns = 0
  readonly #server: Server
  readonly #clients = new Set<Client>()
  #batch = 0

  constructor(certificate?: { key: string; cert: string }) {
    const take = (socket: Socket): void => this.#take(socket)
    this.#server =
      certificate === undefined ? createServer(take) : createTlsServer(certificate, take)
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    this.port = (this.#server.address() as AddressInfo).port
    return this
  }

  get url(): string {
    return `irc://127.0.0.1:${this.port}`
  }

  get clientCount(): number {
    return [...this.#clients].filter(({ isIn }) => isIn).length
  }

  async stop(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  cut(): void {
    for (const { socket } of this.#clients) socket.destroy()
    this.#clients.clear()
  }

  /** Somebody says something: it is kept, and told to who is there. */
  say(line: Omit<DoubleLine, 'at'> & { at?: number }): DoubleLine {
    const said = { at: Date.now(), ...line }
    this.history.push(said)
    this.#tell(said.channel, (client) => this.#lineFor(client, said, null))
    return said
  }

  /** Sends a line as it is to everybody. */
  raw(line: string): void {
    for (const { socket, isIn } of this.#clients) if (isIn) socket.write(line)
  }

  #tell(channel: string, lineFor: (client: Client) => string): void {
    for (const client of this.#clients) {
      if (client.isIn && client.joined.has(channel)) client.socket.write(lineFor(client))
    }
  }

  #lineFor(
    client: Client,
    { channel, nick, text, at, msgid, command }: DoubleLine,
    batch: string | null,
  ) {
    const tags = [
      ...(client.caps.has('server-time') ? [`time=${new Date(at).toISOString()}`] : []),
      ...(batch === null ? [] : [`batch=${batch}`]),
      ...(msgid !== undefined && client.caps.has('message-tags') ? [`msgid=${msgid}`] : []),
    ]
    const head = tags.length === 0 ? '' : `@${tags.join(';')} `
    return `${head}:${nick}!user@host ${command ?? 'PRIVMSG'} ${channel} :${text}\r\n`
  }

  #take(socket: Socket): void {
    const client: Client = {
      socket,
      caps: new Set(),
      nick: '*',
      isIn: false,
      joined: new Set(),
      pass: '',
      sasl: '',
      hasUser: false,
      hasNegotiated: false,
    }
    this.#clients.add(client)
    let rest = ''
    socket.on('error', () => undefined)
    socket.on('close', () => this.#clients.delete(client))
    socket.on('data', (bytes: Buffer) => {
      // The greeting of TLS is no line of IRC.
      if (bytes[0] === 0x16) return void socket.destroy()
      rest += bytes.toString()
      const lines = rest.split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (Buffer.byteLength(line) > 510 || /[\r\n\0]/.test(line)) this.wrong.push(line)
        this.#answer(client, line)
      }
    })
  }

  #answer(client: Client, line: string): void {
    const [command = '', ...words] = line.split(' ')
    const colon = line.indexOf(' :')
    const last = colon < 0 ? (words.at(-1) ?? '') : line.slice(colon + 2)
    const reply = (text: string): void => void client.socket.write(`:double.test ${text}\r\n`)
    if (command === 'PONG') this.pongs.push(last)
    else if (command !== 'AUTHENTICATE') this.asked.push(line)
    if (command === 'CAP' && words[0] === 'LS') {
      if (this.caps.length === 0) return reply(`421 * CAP :Unknown command`)
      // In two lines, as servers with many do.
      const half = Math.ceil(this.caps.length / 2)
      reply(`CAP * LS * :${this.caps.slice(0, half).join(' ')}`)
      return reply(`CAP * LS :${this.caps.slice(half).join(' ')}`)
    }
    if (command === 'CAP' && words[0] === 'REQ') {
      const known = this.caps.map((cap) => cap.split('=', 1)[0])
      const caps = last.split(' ')
      if (!caps.every((cap) => known.includes(cap))) return reply(`CAP * NAK :${last}`)
      client.caps = new Set(caps)
      return reply(`CAP * ACK :${last}`)
    }
    if (command === 'AUTHENTICATE') return this.#authenticate(client, last, reply)
    if (command === 'PASS') return void (client.pass = last)
    if (command === 'NICK') {
      if (this.taken.includes(last)) return reply(`433 * ${last} :Nickname is already in use`)
      client.nick = last
      if (client.isIn || words[0] === undefined) return
      return this.#welcome(client, reply)
    }
    if (command === 'USER' || command === 'CAP') return this.#welcome(client, reply, command)
    if (command === 'PING') return reply(`PONG double.test :${last}`)
    if (!client.isIn) return reply('451 * :You have not registered')
    if (command === 'JOIN') return this.#join(client, last, reply)
    if (command === 'LIST') {
      reply(`321 ${client.nick} Channel :Users  Name`)
      for (const channel of this.channels.filter((one) => !this.secret.includes(one)))
        reply(`322 ${client.nick} ${channel} 1 :`)
      return reply(`323 ${client.nick} :End of LIST`)
    }
    if (command === 'CHATHISTORY') return this.#chathistory(client, words, reply)
    if (command !== 'PONG' && command !== 'QUIT') this.wrong.push(line)
  }

  #authenticate(client: Client, word: string, reply: (text: string) => void): void {
    if (word === 'PLAIN') {
      client.sasl = ''
      return void client.socket.write('AUTHENTICATE +\r\n')
    }
    client.sasl += word === '+' ? '' : word
    if (word.length === 400) return
    const [, , password] = Buffer.from(client.sasl, 'base64').toString().split('\0')
    client.pass = password ?? ''
    if (password === this.password) return reply('903 * :SASL authentication successful')
    reply('904 * :SASL authentication failed')
  }

  #welcome(client: Client, reply: (text: string) => void, command = ''): void {
    if (command === 'USER') client.hasUser = true
    if (command === 'CAP') client.hasNegotiated = true
    const isCapDone = this.caps.length === 0 || client.hasNegotiated
    if (client.isIn || !isCapDone || client.nick === '*' || !client.hasUser) return
    if (this.password !== '' && client.pass !== this.password) {
      reply(`464 ${client.nick} :Password incorrect`)
      return void client.socket.end('ERROR :Closing link\r\n')
    }
    client.pass = ''
    client.isIn = true
    this.signIns += 1
    reply(`001 ${client.nick} :Welcome`)
    const bouncer = this.isBouncer ? ' BOUNCER_NETID=1' : ''
    const types = this.isUnbound ? '' : '#&'
    const history = this.caps.includes('draft/chathistory') ? ` CHATHISTORY=${this.limit}` : ''
    reply(
      `005 ${client.nick} CHANTYPES=${types} CASEMAPPING=rfc1459${history}${bouncer} :are supported by this server`,
    )
    reply(`422 ${client.nick} :MOTD File is missing`)
    if (this.isBouncer) for (const channel of this.channels) this.#enter(client, channel)
  }

  #enter(client: Client, channel: string): void {
    client.joined.add(channel)
    client.socket.write(`:${client.nick}!user@host JOIN ${channel}\r\n`)
    const symbol = this.secret.includes(channel) ? '@' : '='
    client.socket.write(
      `:double.test 353 ${client.nick} ${symbol} ${channel} :ann ${client.nick}\r\n`,
    )
  }

  #join(client: Client, channel: string, reply: (text: string) => void): void {
    if (this.closed.includes(channel)) {
      return reply(`473 ${client.nick} ${channel} :Cannot join channel (+i)`)
    }
    if (!this.channels.includes(channel)) {
      return reply(`403 ${client.nick} ${channel} :No such channel`)
    }
    this.#enter(client, channel)
  }

  #chathistory(client: Client, words: readonly string[], reply: (text: string) => void): void {
    const [way = '', channel = '', place = '', limit = ''] = words
    const stamp = /^timestamp=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/.exec(place)?.[1]
    const isKnown = way === 'LATEST' || way === 'BEFORE'
    if (
      !isKnown ||
      (stamp === undefined && !(way === 'LATEST' && place === '*')) ||
      words.length !== 4
    ) {
      this.wrong.push(words.join(' '))
      return reply(`FAIL CHATHISTORY INVALID_PARAMS ${way} :Invalid parameters`)
    }
    if (Number(limit) > this.limit || !client.joined.has(channel)) {
      this.wrong.push(words.join(' '))
      return reply(
        `FAIL CHATHISTORY INVALID_TARGET ${way} ${channel} :Messages could not be retrieved`,
      )
    }
    const given = this.answers.shift()
    if (given !== undefined) return given(channel).forEach((line) => client.socket.write(line))
    const at = stamp === undefined ? 0 : Date.parse(stamp)
    const lines = this.history
      .filter((line) => line.channel === channel)
      .filter((line) => (way === 'LATEST' ? line.at > at : line.at < at))
      .toSorted((a, b) => a.at - b.at)
      .slice(-Math.min(Number(limit), this.pageCap))
    const ref = `b${this.#batch++}`
    client.socket.write(`:double.test BATCH +${ref} chathistory ${channel}\r\n`)
    for (const line of lines) client.socket.write(this.#lineFor(client, line, ref))
    client.socket.write(`:double.test BATCH -${ref}\r\n`)
  }
}
