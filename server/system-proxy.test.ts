import { expect, it } from 'vitest'
import { proxyOf, throughSystemProxy } from './system-proxy.ts'

it.each([
  ['DIRECT', undefined],
  ['', undefined],
  ['PROXY proxy.example:8080', 'http://proxy.example:8080'],
  ['HTTPS proxy.example:443; DIRECT', 'https://proxy.example:443'],
  ['SOCKS5 socks.example:1080; PROXY proxy.example:8080', 'http://proxy.example:8080'],
  ['SOCKS socks.example:1080', undefined],
  ['DIRECT; PROXY proxy.example:8080', undefined],
])('takes the first way of "%s" that it can', (answer, proxy) => {
  expect(proxyOf(answer)).toBe(proxy)
})

const choice = { engine: 'openai', baseUrl: 'http://model.example/v1', model: 'm' } as const

it('asks for servers that are elsewhere, and goes straight where the system has no answer', async () => {
  const ask = (): Promise<string> => Promise.resolve('PROXY p:1')
  expect(await throughSystemProxy(choice, ask)).toMatchObject({ proxy: 'http://p:1' })
  const here = { ...choice, baseUrl: 'http://127.0.0.1:1/v1' }
  expect(await throughSystemProxy(here, ask)).toBe(here)
  const fail = (): Promise<string> => Promise.reject(new Error('no such session'))
  expect(await throughSystemProxy(choice, fail)).toMatchObject({ proxy: undefined })
})
