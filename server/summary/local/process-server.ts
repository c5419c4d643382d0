import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import pLimit from 'p-limit'
import { localModelLimits } from './limits.ts'
import { ChatOrder, type ChatLine } from './protocol.ts'
import { PromptTooLong, type RunningModel } from './running-model.ts'

export interface ProcessServerOptions {
  model: RunningModel
  token: string
  /** Called when nobody needs the process any more: long idle, or a chat that would not stop. */
  onUnneeded(): void
}

/**
 * What the process of a model answers on the loopback: `GET /facts`, `POST /measure`, and `POST /chat`,
 * whose answer comes as lines of JSON. Chats wait for each other; while one waits or the model reads,
 * empty lines show that it lives. Whoever hangs up ends their chat.
 */
export function createProcessServer({ model, token, onUnneeded }: ProcessServerOptions): Server {
  const one = pLimit(1)
  const { idleMs, abortMs } = localModelLimits
  let idle = setTimeout(onUnneeded, idleMs)
  const touched = (): void => {
    clearTimeout(idle)
    idle = setTimeout(
      () => (one.activeCount + one.pendingCount === 0 ? onUnneeded() : touched()),
      idleMs,
    )
  }

  async function chat(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const order = ChatOrder.parse(JSON.parse(await bodyOf(request)))
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    const send = (line: ChatLine): void => void response.write(`${JSON.stringify(line)}\n`)
    const life = setInterval(() => response.write('\n'), localModelLimits.signOfLifeMs)
    try {
      await one(async () => {
        if (gone.signal.aborted) return
        const late = lateAfter(gone.signal, abortMs, () => {
          if (one.pendingCount === 0) onUnneeded()
        })
        try {
          const end = await model.chat(order, (text) => send({ text }), gone.signal)
          send(end)
        } finally {
          late.stop()
        }
      })
    } catch (error) {
      if (!gone.signal.aborted) send(lineOf(error))
    } finally {
      clearInterval(life)
      response.end()
    }
  }

  const server = createServer((request, response) => {
    if (!isToken(request.headers.authorization, token)) {
      response.writeHead(401).end()
      return
    }
    touched()
    const failed = (error: unknown): void => {
      if (response.headersSent) response.end()
      else sendJson(response, 400, { error: wordsOf(error) })
    }
    if (request.method === 'GET' && request.url === '/facts') {
      sendJson(response, 200, { model: model.name, contextTokens: model.contextTokens })
    } else if (request.method === 'POST' && request.url === '/measure') {
      one(() => model.measure()).then((found) => sendJson(response, 200, found), failed)
    } else if (request.method === 'POST' && request.url === '/chat') {
      chat(request, response).catch(failed)
    } else response.writeHead(404).end()
  })
  server.once('close', () => clearTimeout(idle))
  return server
}

const lineOf = (error: unknown): ChatLine =>
  error instanceof PromptTooLong
    ? { error: error.message, promptTokens: error.promptTokens, contextTokens: error.contextTokens }
    : { error: wordsOf(error) }

export const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 300)

/** Calls once a time after an abort, unless it is stopped before. */
function lateAfter(signal: AbortSignal, milliseconds: number, call: () => void): { stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  const begin = (): void => void (timer = setTimeout(call, milliseconds))
  signal.addEventListener('abort', begin, { once: true })
  return {
    stop() {
      signal.removeEventListener('abort', begin)
      clearTimeout(timer)
    },
  }
}

function isToken(header: string | undefined, token: string): boolean {
  const [given, wanted] = [Buffer.from(header ?? ''), Buffer.from(`Bearer ${token}`)]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > localModelLimits.maxRequestBytes) throw new Error('the request is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
