// Writes the sample rooms: `node scripts/make-samples.mjs`. The same bytes every time.
// Everybody and everything in them is made up.
process.env.TZ = 'UTC'

import { strToU8, zipSync } from 'fflate'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { conversation } from './samples/conversation.mjs'
import { hostileLines } from './samples/hostile.mjs'
import { seeded } from './samples/random.mjs'
import { incidentScenes, launchScenes, supportScenes } from './samples/scenes.mjs'

const folder = join(import.meta.dirname, '..', 'samples')
const firstDay = Date.UTC(2026, 1, 2)

function write(name, text) {
  const file = join(folder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

const clock = (at) => new Date(at).toISOString().slice(11, 19)
const dayOf = (at) => new Date(at).toISOString().slice(0, 10)

/** A channel as the ZNC bouncer logs it: a folder, a file per day, times only. */
function zncChannel() {
  const people = ['mareike', 'tomasz', 'priya_', 'jonas|sea', 'Inês', 'kofi']
  const messages = conversation({
    random: seeded(7),
    scenes: launchScenes,
    people,
    count: 900,
    firstDay,
    days: 20,
  })
  const days = Map.groupBy
    ? Map.groupBy(messages, ({ at }) => dayOf(at))
    : messages.reduce(
        (map, message) =>
          map.set(dayOf(message.at), [...(map.get(dayOf(message.at)) ?? []), message]),
        new Map(),
      )
  for (const [day, said] of days) {
    const lines = []
    const here = new Set()
    for (const { at, author, text } of said) {
      if (!here.has(author)) {
        here.add(author)
        lines.push(`[${clock(at)}] *** Joins: ${author} (~${author.toLowerCase()}@harbour.example)`)
      }
      lines.push(`[${clock(at)}] <${author}> ${text}`)
    }
    const last = said.at(-1)
    lines.push(`[${clock(last.at)}] * ${last.author} calls it a day`)
    lines.push(
      `[${clock(last.at)}] *** Quits: ${last.author} (~q@harbour.example) (Quit: tide is out)`,
    )
    write(`irc/#launch/${day}.log`, `${lines.join('\n')}\n`)
  }
}

/** One WeeChat log with dates in every line. */
function weechatChannel() {
  const messages = conversation({
    random: seeded(11),
    scenes: supportScenes,
    people: ['@anneke', '+bo', 'carlos', 'dilnoza', 'ewa'],
    count: 420,
    firstDay,
    days: 15,
  })
  const lines = messages.map(
    ({ at, author, text }) => `${dayOf(at)} ${clock(at)}\t${author}\t${text}`,
  )
  lines.splice(
    40,
    0,
    lines[40].replace(/\t.*$/s, '\t-->\tfynn (~fynn@pier.example) has joined #harbour-help'),
  )
  lines.splice(
    90,
    0,
    lines[90].replace(/\t.*$/s, '\t<--\tfynn (~fynn@pier.example) has quit (Ping timeout)'),
  )
  write('irc/irc.libera.#harbour-help.weechatlog', `${lines.join('\n')}\n`)
}

/** A Slack workspace: a support room with 20,000 messages and threads, incidents, an empty room. */
function slackWorkspace() {
  const users = [
    ['U01AAAAAAA1', 'mareike', 'Mareike Vogt'],
    ['U01AAAAAAA2', 'tomasz', 'Tomasz Zieliński'],
    ['U01AAAAAAA3', 'priya', 'Priya Raman'],
    ['U01AAAAAAA4', 'jonas', 'Jonas Lindqvist'],
    ['U01AAAAAAA5', 'ines', 'Inês Carvalho'],
    ['U01AAAAAAA6', 'kofi', 'Kofi Mensah'],
    ['U01AAAAAAA7', 'yuki', '佐藤 由紀'],
  ].map(([id, name, realName]) => ({
    id,
    team_id: 'T01TIDELINE',
    name,
    deleted: false,
    real_name: realName,
    is_bot: false,
    profile: { real_name: realName, display_name: realName },
  }))
  const ids = users.map(({ id }) => id)
  const created = Math.floor(firstDay / 1_000)
  const channel = (id, name, purpose) => ({
    id,
    name,
    created,
    creator: ids[0],
    is_archived: false,
    is_general: name === 'general',
    members: ids,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: purpose, creator: ids[0], last_set: created },
  })
  const channels = [
    channel('C01GENERAL1', 'general', 'Everybody'),
    channel('C01SUPPORT1', 'support', 'Questions of customers'),
    channel('C01INCIDENT', 'incidents', 'What is broken right now'),
    channel('C01ANNOUNCE', 'announcements', 'Nothing has been announced yet'),
  ]
  const files = {
    'channels.json': channels,
    'users.json': users,
    'integration_logs.json': [],
  }
  const rooms = {
    general: { scenes: launchScenes, count: 600, seed: 21, days: 30, threads: 0.1 },
    support: {
      scenes: supportScenes,
      count: 20_000 - ids.length,
      seed: 22,
      days: 70,
      threads: 0.6,
    },
    incidents: { scenes: incidentScenes, count: 240, seed: 23, days: 60, threads: 0 },
  }
  for (const [name, { scenes, count, seed, days, threads }] of Object.entries(rooms)) {
    const random = seeded(seed)
    const messages = ids.map((user, index) => ({
      type: 'message',
      subtype: 'channel_join',
      user,
      text: `<@${user}> has joined the channel`,
      ts: `${created + index}.000100`,
    }))
    const threadOf = new Map()
    let previous = 0
    conversation({ random, scenes, people: ids, count, firstDay, days }).forEach((said) => {
      // Slack's ids are times in microseconds, unique within a channel.
      const micros = Math.max(said.at * 1_000 + random.between(0, 999), previous + 1)
      previous = micros
      const ts = `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`
      const message = { type: 'message', user: said.author, text: slackText(said.text), ts }
      if (said.line === 0) threadOf.set(said.scene, random.chance(threads) ? ts : null)
      const thread = threadOf.get(said.scene)
      if (thread) message.thread_ts = thread
      if (said.line > 0 && random.chance(0.02)) {
        message.files = [
          {
            id: `F${said.scene}`,
            name: `screenshot-${said.scene}.png`,
            mimetype: 'image/png',
            size: random.between(20_000, 900_000),
            url_private: `https://files.example/F${said.scene}?t=xoxe-000-sample-not-a-token`,
          },
        ]
      }
      messages.push(message)
    })
    for (const message of messages) {
      const file = `${name}/${dayOf(Number(message.ts) * 1_000)}.json`
      files[file] ??= []
      files[file].push(message)
    }
  }
  const zip = Object.fromEntries(
    Object.entries(files).map(([name, value]) => [
      name,
      strToU8(`${JSON.stringify(value, null, 1)}\n`),
    ]),
  )
  write('tideline-slack-export.zip', zipSync(zip, { level: 9, mtime: new Date(2026, 4, 30, 12) }))
}

const slackText = (text) =>
  text
    .replace(/[&<>]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char])
    .replace(/https:\/\/\S+/g, (url) => `<${url}>`)

/** Our own format: a weekly meeting in several languages, and a room of hostile text. */
function ndjsonRooms() {
  const random = seeded(31)
  const people = ['Mareike Vogt', 'Tomasz Zieliński', 'Inês Carvalho', 'Kofi Mensah', '佐藤 由紀']
  const messages = conversation({
    random,
    scenes: [...launchScenes, ...supportScenes.slice(9, 14)],
    people,
    count: 700,
    firstDay,
    days: 25,
  })
  const lines = []
  const firstOf = new Map()
  messages.forEach(({ at, author, text, scene, line }, index) => {
    const id = `w${index + 1}`
    if (line === 0) firstOf.set(scene, id)
    const replyTo = line > 0 && random.chance(0.3) ? firstOf.get(scene) : undefined
    lines.push(
      JSON.stringify({
        room: 'Weekly planning',
        id,
        at: new Date(at).toISOString(),
        author,
        text,
        replyTo,
      }),
    )
    if (index % 100 === 0) {
      lines.push(
        JSON.stringify({
          room: 'Weekly planning',
          id: `s${index}`,
          at: new Date(at).toISOString(),
          author: '',
          text: `${author} started a call`,
          kind: 'system',
        }),
      )
    }
  })
  lines.push(...hostileLines('Hostile [text]: */?\\ =1+1', Date.UTC(2026, 3, 1, 9)))
  write('rooms.ndjson', `${lines.join('\n')}\n`)
}

rmSync(join(folder, 'irc'), { recursive: true, force: true })
zncChannel()
weechatChannel()
slackWorkspace()
ndjsonRooms()
