import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AskedBody } from './scripted-server.ts'
import { writeTinyModel } from './tiny-model.ts'

type Engine = typeof import('node-llama-cpp')

/** The engine, where this system has it: it comes for Linux on x64 alone, to keep an install small. */
export async function loadEngine(): Promise<Engine | null> {
  try {
    return await import('node-llama-cpp')
  } catch {
    return null
  }
}

export interface TinyServer {
  url: string
  /** Status of each chat that was answered, 0 for one that was broken off. */
  chats: number[]
  /** Resolves when the latest chat is over. */
  settled(): Promise<void>
  close(): Promise<void>
}

/**
 * A real model behind the interface that llama.cpp's own server has: streaming, `json_schema` by
 * grammar, counts of tokens, and 400 with both sizes where a prompt does not fit.
 *
 * @param contextTokens that its context holds, prompt and answer together
 */
export async function startTinyServer(engine: Engine, contextTokens: number): Promise<TinyServer> {
  const folder = await mkdtemp(join(tmpdir(), 'rapporteur-tiny-'))
  const modelPath = join(folder, 'tiny.gguf')
  writeTinyModel(modelPath, contextTokens)
  const llama = await engine.getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: engine.LlamaLogLevel.error,
    // Its threads spin while they wait, so two of them on two busy cores are far slower than one.
    maxThreads: 1,
  })
  const model = await llama.loadModel({ modelPath })
  const context = await model.createContext({ contextSize: contextTokens, threads: 1 })
  const chats: number[] = []
  let latest = Promise.resolve()

  async function chat(body: AskedBody, response: ServerResponse): Promise<void> {
    const prompt = body.messages.map(({ content }) => content).join('\n')
    const promptTokens = model.tokenize(prompt).length
    if (promptTokens >= contextTokens) {
      const sizes = { n_prompt_tokens: promptTokens, n_ctx: contextTokens }
      const message = 'the request exceeds the available context size'
      const error = { code: 400, type: 'exceed_context_size_error', message, ...sizes }
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
      chats.push(400)
      return
    }
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const schema = body.response_format?.json_schema.schema
    const grammar =
      schema === undefined
        ? undefined
        : await llama.createGrammarForJsonSchema(
            schema as Parameters<typeof llama.createGrammarForJsonSchema>[0],
          )
    const sequence = context.getSequence()
    const session = new engine.LlamaChatSession({
      contextSequence: sequence,
      systemPrompt: body.messages[0]?.content ?? '',
    })
    const send = (data: unknown): void =>
      void response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`)
    const piece = (delta: object, finish: string | null): void =>
      send({ choices: [{ index: 0, delta, finish_reason: finish }] })
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    piece({ role: 'assistant', content: null }, null)
    try {
      const answer = await session.promptWithMeta(body.messages[1]?.content ?? '', {
        // Never undefined, whatever the types of its overloads say: without one it is left out.
        ...(grammar === undefined ? {} : { grammar }),
        maxTokens: Math.min(body.max_tokens ?? 512, contextTokens - promptTokens),
        temperature: 1,
        seed: 7,
        signal: gone.signal,
        onTextChunk: (content) => piece({ content }, null),
      })
      piece({}, answer.stopReason === 'maxTokens' ? 'length' : 'stop')
      const written = model.tokenize(answer.responseText).length
      send({ choices: [], usage: { prompt_tokens: promptTokens, completion_tokens: written } })
      send('[DONE]')
      response.end()
      chats.push(200)
    } catch (error) {
      if (!gone.signal.aborted) throw error
      chats.push(0)
    } finally {
      session.dispose()
      sequence.dispose()
    }
  }

  const server = createServer((request, response) => {
    if (request.url === '/v1/models') {
      const data = [{ id: 'tiny', meta: { n_ctx: contextTokens } }]
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }))
      return
    }
    // One sequence, so one chat after another.
    latest = latest.then(async () => chat(await bodyOf(request), response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    chats,
    settled: () => latest,
    async close() {
      server.closeAllConnections()
      server.close()
      await latest
      await llama.dispose()
      await rm(folder, { recursive: true })
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<AskedBody> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString()) as AskedBody
}
