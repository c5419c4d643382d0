import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { chromium, type Browser, type Page } from 'playwright'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { SSE, type SSEProps } from '../../renderer/sse/SSE.ts'
import type { EventSourceImpl } from '../../renderer/sse/transport.ts'
import { ReactNativeXMLHttpRequest } from './xml-http-request.ts'
import { logForTests, quick, startLiveServer, until, type LiveServer } from './live-server.ts'
import { chromiumPath } from '../support/chromium.ts'

/** A stream under test, in this process or in a page. */
interface Subject {
  heard(): Promise<{ key: string; n: number }[]>
  state(): Promise<string>
  close(): Promise<void>
}

interface Transport {
  /** How it authenticates; a browser's own EventSource can only send cookies. */
  auth: 'header' | 'cookie'
  subscribe(url: string, token: string): Promise<Subject>
}

let server: LiveServer
let freshToken = 'first'

function inThisProcess(impl: () => Promise<EventSourceImpl | null>): Transport {
  return {
    auth: 'header',
    async subscribe(url, token) {
      const eventSourceImpl = await impl()
      const heard: { key: string; n: number }[] = []
      const note = (key: string) => ({
        key,
        action: (data: string) =>
          void heard.push({ key, n: (JSON.parse(data) as { n: number }).n }),
      })
      const props: SSEProps = {
        eventSource: url,
        token,
        getFreshToken: () => freshToken,
        subscriptions: ['EXCEL_STATUS', 'EXCEL_STATUS_END', 'RESET'].map(note),
        endEvent: { key: 'EXCEL_STATUS_END' },
        timing: quick,
      }
      const sse = new SSE(eventSourceImpl ? { ...props, eventSourceImpl } : props)
      sse.subscribe()
      opened.push(sse)
      return {
        heard: () => Promise.resolve(heard),
        state: () => Promise.resolve(sse.state),
        close: () => Promise.resolve(sse.close()),
      }
    },
  }
}

const opened: { close(): void }[] = []
let browser: Browser | null = null
let page: Page | null = null
let bundle = ''

/** The class in a page of the server's origin, over the browser's own EventSource. */
const inChromium: Transport = {
  auth: 'cookie',
  async subscribe(url, token) {
    if (!browser) throw new Error('No browser')
    page = await browser.newPage()
    server.answers.push((_request, response) => {
      response.writeHead(200, {
        'Content-Type': 'text/html',
        'Set-Cookie': `session=${token}; HttpOnly; SameSite=Strict; Path=/`,
      })
      response.end('<!doctype html><link rel="icon" href="data:,"><title>live</title>')
    })
    await page.goto(`${server.url}/page`)
    await page.exposeFunction('freshToken', async () => {
      await page?.context().addCookies([{ name: 'session', value: freshToken, url: server.url }])
    })
    await page.addScriptTag({ content: bundle })
    const handle = await page.evaluateHandle(
      ({ eventSource, timing }) => {
        const { Live, freshToken: renew } = window as unknown as {
          Live: { SSE: typeof SSE }
          freshToken: () => Promise<void>
        }
        const heard: { key: string; n: number }[] = []
        const note = (key: string) => ({
          key,
          action: (data: string) =>
            void heard.push({ key, n: (JSON.parse(data) as { n: number }).n }),
        })
        const sse = new Live.SSE({
          eventSource,
          token: '',
          eventSourceImpl: EventSource,
          getFreshToken: () => renew().then(() => ''),
          subscriptions: ['EXCEL_STATUS', 'EXCEL_STATUS_END', 'RESET'].map(note),
          endEvent: { key: 'EXCEL_STATUS_END' },
          timing,
        })
        sse.subscribe()
        return { heard, sse }
      },
      { eventSource: url, timing: quick },
    )
    return {
      heard: () => handle.evaluate(({ heard }) => heard),
      state: () => handle.evaluate(({ sse }) => sse.state),
      close: () => handle.evaluate(({ sse }) => sse.close()),
    }
  },
}

function withXmlHttpRequest<T>(load: () => Promise<T>): Promise<T> {
  vi.stubGlobal('XMLHttpRequest', ReactNativeXMLHttpRequest)
  return load()
}

/** As React Native's bundler loads it: without strict mode, in which this library cannot start. */
function loadSloppy(name: string): EventSourceImpl {
  const file = createRequire(import.meta.url).resolve(name)
  const source = readFileSync(file, 'utf8').replace('export default', 'return')
  // oxlint-disable-next-line typescript/no-implied-eval -- a module cannot be sloppy
  return new Function(source)() as EventSourceImpl
}

const transports: Record<string, Transport> = {
  'eventsource 5': inThisProcess(() => Promise.resolve(null)),
  'react-native-event-source': inThisProcess(() =>
    withXmlHttpRequest(() =>
      Promise.resolve(loadSloppy('react-native-event-source/EventSource.js')),
    ),
  ),
  'react-native-sse': inThisProcess(() =>
    withXmlHttpRequest(
      async () =>
        ((await import('react-native-sse')) as unknown as { default: EventSourceImpl }).default,
    ),
  ),
  "Chromium's own EventSource": inChromium,
}

beforeAll(async () => {
  if (!chromiumPath) {
    console.warn("SKIPPED: no Debian chromium here, so Chromium's own EventSource is not tested")
    return
  }
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: { entry: 'renderer/sse/SSE.ts', formats: ['iife'], name: 'Live' },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  if (output && 'output' in output) bundle = output.output[0].code
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
})

afterAll(async () => {
  await browser?.close()
  vi.unstubAllGlobals()
})

beforeEach(async () => {
  freshToken = 'first'
  server = await startLiveServer({ limits: { retryMinMs: 10, retryMaxMs: 20 } })
  server.tokens.set('first', {})
})

afterEach(async () => {
  for (const each of opened.splice(0)) each.close()
  await page?.close()
  page = null
  await server.kill()
})

describe.each(Object.entries(transports))('SSE over %s', (name, transport) => {
  const test = it.skipIf(transport === inChromium && !chromiumPath)
  const room = () => `${server.url}/api/rooms/a/excel-status`
  const eventually = async (condition: () => Promise<boolean>, what: string) => {
    const deadline = Date.now() + 15_000
    while (!(await condition())) {
      if (Date.now() > deadline) throw new Error(`Waited 15 s in vain for ${what}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const isIn = (subject: Subject, state: string) =>
    eventually(async () => (await subject.state()) === state, state)
  const numbers = async (subject: Subject) => (await subject.heard()).map(({ n }) => n)
  const hears = (subject: Subject, n: number) =>
    eventually(async () => (await numbers(subject)).includes(n), `event ${n}`)

  test('hears its events in order and closes after the end event', async () => {
    const subject = await transport.subscribe(room(), 'first')
    await until(() => server.broadcaster.stats().open === 1)
    for (let n = 1; n <= 50; n++) server.status('a', { n, text: 'zażółć 🎈\n' })
    server.end('a', { n: 51 })
    await isIn(subject, 'closed')
    expect(await numbers(subject)).toEqual(Array.from({ length: 51 }, (_, index) => index + 1))
    await until(() => server.broadcaster.stats().open === 0)
  })

  test('resumes without a gap or a double after its connection was cut', async () => {
    const subject = await transport.subscribe(room(), 'first')
    await until(() => server.broadcaster.stats().open === 1)
    for (let n = 1; n <= 30; n++) {
      server.status('a', { n })
      if (n % 10 === 0) {
        await hears(subject, n)
        server.cut()
      }
    }
    server.end('a', { n: 31 })
    await isIn(subject, 'closed')
    expect(await numbers(subject)).toEqual(Array.from({ length: 31 }, (_, index) => index + 1))
    expect(server.broadcaster.stats().resets).toBe(0)
  })

  test('resumes after the server has ended the stream and started again', async () => {
    const subject = await transport.subscribe(room(), 'first')
    await until(() => server.broadcaster.stats().open === 1)
    server.status('a', { n: 1 })
    await hears(subject, 1)
    const { port, states, tokens, broadcaster } = server
    await broadcaster.drain()
    await server.kill()
    server = await startLiveServer({ port, states, log: broadcaster.log })
    for (const [token, value] of tokens) server.tokens.set(token, value)
    server.end('a', { n: 2 })
    await isIn(subject, 'closed')
    expect(await numbers(subject)).toEqual([1, 2])
  })

  test('is told by RESET when the log has forgotten it, and gets a snapshot', async () => {
    const subject = await transport.subscribe(room(), 'first')
    await until(() => server.broadcaster.stats().open === 1)
    server.status('a', { n: 1 })
    await hears(subject, 1)
    const { port, states, tokens } = server
    await server.kill()
    server = await startLiveServer({ port, states, log: logForTests('other') })
    for (const [token, value] of tokens) server.tokens.set(token, value)
    server.end('a', { n: 2 })
    await isIn(subject, 'closed')
    expect((await subject.heard()).map(({ key }) => key)).toEqual([
      'EXCEL_STATUS',
      'RESET',
      'EXCEL_STATUS_END',
    ])
  })

  test('survives events that arrive in pieces', async () => {
    const event = (n: number) => `event: EXCEL_STATUS\nid: cut-10|${n}\ndata: {"n":${n}}\n|\n`
    server.answers.push((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      // Cut in the middle of the id, and before the last line feed.
      const pieces = [
        ':\n\nretry: 20\n\n',
        ...[1, 2, 3, 4, 5, 6].flatMap((n) => event(n).split('|')),
      ]
      const next = () => {
        const piece = pieces.shift()
        if (piece === undefined) return
        response.write(piece)
        setTimeout(next, 10)
      }
      next()
    })
    if (transport === inChromium) server.answers.reverse()
    const answers = server.answers.splice(0)
    const subscribed = transport.subscribe(room(), 'first')
    if (transport === inChromium) await until(() => server.answers.length === 1)
    server.answers.push(...answers)
    const subject = await subscribed
    await hears(subject, 6)
    expect(await numbers(subject)).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('does not take a half-received event for seen when its connection breaks', async () => {
    const half = (_request: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.write('retry: 20\n\nevent: EXCEL_STATUS\nid: cut-1\ndata: {"n":1}\n\n')
      response.end('event: EXCEL_STATUS\nid: cut-2\n')
    }
    const subscribed = transport.subscribe(room(), 'first')
    if (transport === inChromium) await until(() => server.answers.length === 1)
    server.answers.push(half)
    const subject = await subscribed
    await hears(subject, 1)
    const streams = () => server.requests.filter(({ url }) => url.includes('excel-status'))
    await until(() => streams().length > 1)
    const next = streams()[1]
    expect(
      next?.lastEventId ?? new URL(next?.url ?? '', server.url).searchParams.get('lastEventId'),
    ).toBe('cut-1')
  })

  test('stops for good on 204', async () => {
    server.end('a', { n: 1 })
    await server.outbox.flush()
    const cursor = `test-${server.broadcaster.position}`
    const subject = await transport.subscribe(`${room()}?lastEventId=${cursor}`, 'first')
    await isIn(subject, 'closed')
    expect(await numbers(subject)).toEqual([])
    expect(server.broadcaster.stats().opened).toBe(0)
  })

  test('asks once for a fresh token after a 401 and goes on from its cursor', async () => {
    const subject = await transport.subscribe(room(), 'first')
    await until(() => server.broadcaster.stats().open === 1)
    server.status('a', { n: 1 })
    await hears(subject, 1)
    freshToken = 'second'
    server.tokens.delete('first')
    server.tokens.set('second', {})
    server.cut()
    server.end('a', { n: 2 })
    await isIn(subject, 'closed')
    expect(await numbers(subject)).toEqual([1, 2])
  })

  test('fails clearly when the fresh token is refused too', async () => {
    server.tokens.clear()
    server.tokens.set('another', {})
    const subject = await transport.subscribe(room(), 'first')
    await isIn(subject, 'failed')
    expect(server.broadcaster.stats().opened).toBe(0)
  })

  test('gives up after its retries when nobody answers', async () => {
    const subject = await transport.subscribe(room(), 'first')
    await until(() => server.broadcaster.stats().open === 1)
    await server.kill()
    await isIn(subject, 'failed')
  })

  test('says nothing after close()', async () => {
    const subject = await transport.subscribe(room(), 'first')
    await until(() => server.broadcaster.stats().open === 1)
    server.status('a', { n: 1 })
    await hears(subject, 1)
    await subject.close()
    server.status('a', { n: 2 })
    await until(() => server.broadcaster.stats().open === 0, `${name} to hang up`)
    expect(await numbers(subject)).toEqual([1])
  })
})
