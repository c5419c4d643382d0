import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the clients of all kinds send, as far as tests look at it. */
export interface AskedBody {
  model: string
  messages: { role: string; content: string }[]
  stream?: boolean
  max_tokens?: number
  system?: string
  tools?: unknown
  options?: { num_ctx: number }
  format?: { required: string[] }
  response_format?: { type: string; json_schema: { schema: unknown } }
  stream_options?: unknown
  output_config?: { format: unknown }
}

interface Asked {
  path: string
  headers: IncomingMessage['headers']
  body: AskedBody
}

/** What the server does with one request; it is told which one, from 1. */
export type Script = (
  response: ServerResponse,
  request: Asked & { number: number },
) => void | Promise<void>

/** Answers to small questions (which models? what size?), by path. Null: the connection is left open. */
export type Lookups = Readonly<Record<string, unknown>>

export interface ScriptedServer {
  url: string
  /** Paths of the small questions, in order. They are not `requests`. */
  lookups: string[]
  requests: (Asked & { at: number })[]
  /** Resolves when the client has hung up on the latest request. */
  hungUp(): Promise<void>
  close(): Promise<void>
}

/**
 * A real HTTP server on the loopback that answers chats by a script, and small questions by a table; what
 * the table does not hold is 404, as with most servers.
 */
export async function startScripted(script: Script, table: Lookups = {}): Promise<ScriptedServer> {
  const lookups: string[] = []
  const requests: ScriptedServer['requests'] = []
  const hangUps: Promise<unknown>[] = []
  const server: Server = createServer((request, response) => {
    hangUps.push(once(response, 'close'))
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const asked = request.url ?? ''
      if (request.method === 'GET' || smallQuestions.has(asked)) {
        lookups.push(asked)
        if (table[asked] === null) return
        if (asked in table) sendJson(response, 200, table[asked])
        else sendJson(response, 404, { error: { message: `no ${asked}` } })
        return
      }
      const body = JSON.parse(Buffer.concat(chunks).toString()) as AskedBody
      const { headers } = request
      const path = request.url ?? ''
      requests.push({ path, headers, body, at: performance.now() })
      void script(response, { number: requests.length, path, headers, body })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lookups,
    requests,
    async hungUp() {
      await hangUps.at(-1)
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Asked by POST, though they are no chats. */
const smallQuestions = new Set(['/api/show'])

const head = { 'content-type': 'text/event-stream; charset=utf-8' }

/** Chat completion chunks, as OpenAI writes them. */
export const chunk = (content: string | null, finish: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`
export const usage = (prompt: number, completion: number, details: object = {}): string =>
  `data: ${JSON.stringify({
    choices: [],
    usage: { prompt_tokens: prompt, completion_tokens: completion, ...details },
  })}\n\n`
export const done = 'data: [DONE]\n\n'

/** A whole good stream of a text in three pieces. */
export function streamOf(text: string, finish = 'stop'): string {
  const third = Math.ceil(text.length / 3)
  const pieces = [text.slice(0, third), text.slice(third, 2 * third), text.slice(2 * third)]
  return chunk(null) + pieces.map((piece) => chunk(piece)).join('') + chunk(null, finish) + done
}

export function sendStream(response: ServerResponse, text: string): void {
  response.writeHead(200, head).end(text)
}

/** Begins a stream and leaves it open. */
export function beginStream(response: ServerResponse, text: string): void {
  response.writeHead(200, head).write(text)
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(body))
}
