import { expect, it } from 'vitest'
import { chatsLeaveTo } from './leaves-computer.ts'

const ask = (
  summaryBaseUrl: string | null,
  summaryEngine: 'openai' | 'extractive' | 'local' = 'openai',
) => chatsLeaveTo({ summaryEngine, summaryBaseUrl })

it.each([
  'http://127.0.0.1:11434',
  'http://127.9.8.7/v1',
  'http://localhost:8080',
  'http://LOCALHOST',
  'http://llm.localhost/',
  'http://[::1]:11434/v1',
])('knows that %s is this computer', (url) => {
  expect(ask(url)).toBeNull()
})

it.each([
  ['https://api.openai.com/v1', 'api.openai.com'],
  ['http://192.168.1.20:11434', '192.168.1.20:11434'],
  ['http://127.0.0.1.example.org', '127.0.0.1.example.org'],
  ['http://localhost.example.org', 'localhost.example.org'],
  ['http://user:localhost@example.org', 'example.org'],
  ['http://0.0.0.0:1', '0.0.0.0:1'],
])('names the host that %s stands for', (url, host) => {
  expect(ask(url)).toBe(host)
})

it('fears nothing without a model, an address or a usable one', () => {
  expect(ask('https://api.openai.com', 'extractive')).toBeNull()
  expect(ask('https://api.openai.com', 'local')).toBeNull()
  expect(ask(null)).toBeNull()
  expect(ask('not a url')).toBeNull()
})
