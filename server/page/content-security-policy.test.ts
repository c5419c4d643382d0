import { expect, it } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy.ts'

it('admits one server and no other address', () => {
  const policy = contentSecurityPolicy({ serverUrl: 'http://127.0.0.1:4711/x', nonce: 'abc' })
  expect(policy).toContain("connect-src 'self' http://127.0.0.1:4711;")
  expect(policy).toContain("style-src 'self' 'nonce-abc';")
  expect(policy).not.toMatch(/unsafe|\*|https?:(?!\/\/127)/)
})

it('admits no address at all when there is no server', () => {
  expect(contentSecurityPolicy({ serverUrl: null, nonce: 'abc' })).toContain("connect-src 'self';")
})
