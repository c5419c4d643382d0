import { expect, it } from 'vitest'
import { roomOf, room } from '../../tests/summary/room.ts'
import { startScripted } from '../../tests/summary/scripted-server.ts'
import { createSummaryEngine, type SummaryChoice } from './index.ts'

it.each<[SummaryChoice['engine'], string]>([
  ['openai', '/chat/completions'],
  ['ollama', '/api/chat'],
  ['anthropic', '/v1/messages'],
])('%s is asked at %s, and its failure leaves quotes', async (engine, path) => {
  const server = await startScripted((response) => void response.writeHead(401).end('{}'))
  const choice = { engine, baseUrl: `${server.url}/`, model: 'm', apiKey: 'k' } as SummaryChoice
  const messages = roomOf('Ann: The printer on the second floor prints empty pages again.')
  const summary = await createSummaryEngine(structuredClone(choice)).summarize(
    { room, total: 1, messages: () => [messages] },
    () => undefined,
    new AbortController().signal,
  )
  expect(server.requests.map((asked) => asked.path)).toEqual([path])
  expect(summary.method.engine).toBe('extractive')
  expect(summary.method.fallbackReason).toMatch(/401/)
  expect(summary.keyPoints).toHaveLength(1)
  await server.close()
})

it('extractive asks nobody', () => {
  expect(createSummaryEngine({ engine: 'extractive' }).name).toBe('extractive')
})
