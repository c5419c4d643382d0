import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A model server that takes its time: `pause()` milliseconds for each answer, however many wait. */
export interface PacedModel {
  url: string
  close(): Promise<void>
}

const answer = JSON.stringify({
  headline: 'The parts of the review move to Friday.',
  keyPoints: [],
  decisions: [],
  actionItems: [],
  openQuestions: [],
})
const chunk = (delta: object, finish: string | null): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
const stream = `${chunk({ content: answer }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`

export async function startPacedModel(pause: () => number): Promise<PacedModel> {
  const server = createServer((request, response) => {
    request.resume()
    if (request.method === 'GET') {
      response.writeHead(404).end()
      return
    }
    setTimeout(() => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(stream)
    }, pause())
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
