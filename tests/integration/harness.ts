import { EventSource } from 'eventsource'
import { mkdtemp, rm } from 'node:fs/promises'
import { request, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Report, ReportStatus } from '../../server/contract/reports.ts'
import { start, type ServerConfig, type StartedServer } from '../../server/index.ts'
import { createAnswerCheck, type AnswerCheck, type ApiDocument } from '../support/answer-check.ts'

/** A real server on a free port with a data directory of its own. */
export interface TestServer extends StartedServer {
  dataDir: string
  /** Fetch with the token; `path` begins with a slash. Rejects an answer that the OpenAPI document does not allow. */
  api(path: string, init?: RequestInit): Promise<Response>
  json<T>(path: string, init?: RequestInit): Promise<T>
  post<T>(path: string, body?: unknown, headers?: Record<string, string>): Promise<T>
  /** Feeds `count` messages into a live room. */
  feed(roomOid: string, count: number, name?: string): Promise<void>
  events(query: string): EventRecorder
  /** Stops the server and starts another one over the same data. */
  restart(config?: Partial<ServerConfig>): Promise<TestServer>
  /** Stops the server and removes its data. */
  dispose(): Promise<void>
}

export interface RecordedEvent {
  event: string
  id: string
  data: ReportStatus & Record<string, unknown>
}

export interface EventRecorder {
  events: RecordedEvent[]
  source: EventSource
  /** Resolves when the server listens: what happens before is not told. */
  opened: Promise<void>
  /** Resolves with the first recorded event, past or coming, that fits. */
  until(fits: (event: RecordedEvent) => boolean): Promise<RecordedEvent>
  end(roomOid: string): Promise<RecordedEvent>
  close(): void
}

const names = [
  'EXCEL_STATUS',
  'EXCEL_STATUS_END',
  'SUMMARY_DELTA',
  'RESET',
  'IMPORT_STATUS',
  'IMPORT_STATUS_END',
  'PEOPLE_CHANGED',
  'ROOM_CHANGED',
  'REMOVED',
  'RESTORED',
  'SEARCH_CHANGED',
  'GROUPS_CHANGED',
  'SCHEDULES_CHANGED',
  'SCHEDULE_RUN_END',
  'CONNECTION_CHANGED',
  'HEALTH_CHANGED',
]

/** @param cookie in place of the token, where that is empty */
export function record(
  url: string,
  token: string,
  lastEventId?: string,
  cookie = '',
): EventRecorder {
  const headers: Record<string, string> = {
    ...(token === '' ? { Cookie: cookie } : { Authorization: `Bearer ${token}` }),
    ...(lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }),
  }
  const source = new EventSource(url, {
    fetch: (input, init) => fetch(input, { ...init, headers: { ...headers, ...init.headers } }),
  })
  const events: RecordedEvent[] = []
  const waiting = new Set<() => void>()
  for (const name of names) {
    source.addEventListener(name, (message) => {
      const data = JSON.parse(message.data as string) as RecordedEvent['data']
      events.push({ event: name, id: message.lastEventId, data })
      for (const look of waiting) look()
    })
  }
  const recorder: EventRecorder = {
    events,
    source,
    opened: new Promise((resolve) =>
      source.addEventListener('open', () => resolve(), { once: true }),
    ),
    until: (fits) =>
      new Promise((resolve) => {
        // Each event is looked at once: hundreds wait for their own among thousands.
        let looked = 0
        const look = (): void => {
          for (; looked < events.length; looked++) {
            const event = events[looked]
            if (event === undefined || !fits(event)) continue
            waiting.delete(look)
            return resolve(event)
          }
        }
        waiting.add(look)
        look()
      }),
    end: (roomOid) =>
      recorder.until(
        (event) => event.event === 'EXCEL_STATUS_END' && event.data.roomOid === roomOid,
      ),
    close: () => source.close(),
  }
  return recorder
}

/** The document is the same for all servers of this process. */
let check: AnswerCheck | undefined

export async function startTestServer(config: Partial<ServerConfig> = {}): Promise<TestServer> {
  const dataDir = config.dataDir ?? (await mkdtemp(join(tmpdir(), 'rapporteur-test-')))
  const server = await start({ dataDir, version: '0.0.0-test', ...config })
  const { url, accessToken } = server
  const recorders: EventRecorder[] = []
  const closeRecorders = (): void => recorders.forEach((recorder) => recorder.close())
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(url + path, {
      ...init,
      headers: {
        Authorization: `Bearer ${accessToken}`,
        ...(init.headers as Record<string, string>),
      },
    })
  check ??= createAnswerCheck((await (await ask('/api/openapi.json')).json()) as ApiDocument)
  const api: TestServer['api'] = async (path, init = {}) => {
    const response = await ask(path, init)
    await check?.(init.method ?? 'GET', url + path, response)
    return response
  }
  const json: TestServer['json'] = async (path, init) => {
    const response = await api(path, init)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as never
  }
  return {
    ...server,
    dataDir,
    api,
    json,
    post: (path, body, headers = {}) =>
      json(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    async feed(roomOid, count, name) {
      const query = name === undefined ? '' : `?name=${encodeURIComponent(name)}`
      const lines = Array.from({ length: count }, (_, i) =>
        JSON.stringify({
          id: `m${i}`,
          at: new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString(),
          author: `Person ${i % 7}`,
          text: `Message ${i} about the release of version ${i % 13}`,
        }),
      )
      await json(`/api/rooms/${roomOid}/messages${query}`, {
        method: 'POST',
        body: lines.join('\n'),
      })
    },
    events(query) {
      const recorder = record(`${url}/api/events?${query}`, accessToken)
      recorders.push(recorder)
      return recorder
    },
    async restart(changed = {}) {
      closeRecorders()
      await server.close()
      return startTestServer({ ...config, ...changed, dataDir })
    },
    async dispose() {
      closeRecorders()
      await server.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** A request with headers that fetch would not let through, such as Host. */
export function rawRequest(
  url: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (body += chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })
}

export type { Report }
