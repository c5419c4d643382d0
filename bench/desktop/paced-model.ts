import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { answerTo } from '../../tests/summary/model-answers.ts'
import type { AskedBody } from '../../tests/summary/scripted-server.ts'

/** A model server that takes its time: `pause()` milliseconds for each answer, however many wait. */
export interface PacedModel {
  url: string
  close(): Promise<void>
}

const chunk = (delta: object, finish: string | null): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
const streamOf = (answer: string): string =>
  `${chunk({ content: answer }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`

export async function startPacedModel(pause: () => number): Promise<PacedModel> {
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      request.resume()
      response.writeHead(404).end()
      return
    }
    const body = (await json(request)) as AskedBody
    await setTimeout(pause())
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(streamOf(answerTo(body)))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
