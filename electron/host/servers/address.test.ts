import { expect, it } from 'vitest'
import { serverOrigin } from './address.ts'

it('takes what people type for the origin of a server', () => {
  expect(serverOrigin(' reports.example.org ')).toBe('https://reports.example.org')
  expect(serverOrigin('https://Reports.example.org:8443/rooms?x#y')).toBe(
    'https://reports.example.org:8443',
  )
  expect(serverOrigin('http://127.0.0.1:4711/')).toBe('http://127.0.0.1:4711')
  expect(serverOrigin('http://localhost:4711')).toBe('http://localhost:4711')
  expect(serverOrigin('http://[::1]:4711')).toBe('http://[::1]:4711')
})

it.each([
  ['', 'unreadable'],
  ['https://', 'unreadable'],
  ['a b', 'unreadable'],
  ['http://reports.example.org', 'http'],
  ['http://127.0.0.1.example.org', 'http'],
  ['http://localhost.example.org', 'http'],
  ['file:///etc/passwd', 'http'],
  ['javascript://x', 'http'],
  ['https://ana:secret@reports.example.org', 'password'],
])('refuses %s', (typed, context) => {
  expect(() => serverOrigin(typed)).toThrow(
    expect.objectContaining({ code: 'server_address', params: { context } }),
  )
})
