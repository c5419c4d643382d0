import { expect, it } from 'vitest'
import { readLink, signLink } from './approval-link.ts'

const key = Buffer.alloc(32, 1)
const claim = { report: 'r', hash: 'h', until: 1_000 }

it('a link is read with the key that signed it alone, also after its time', () => {
  const token = signLink(key, claim)
  expect(token).toMatch(/^[\w-]+\.[\w-]+$/)
  expect(readLink(key, token)).toMatchObject(claim)
  expect(readLink(Buffer.alloc(32, 2), token)).toBeNull()
  for (const bad of ['', '.', token.slice(0, -1), `${token}.`, `A${token}`]) {
    expect(readLink(key, bad), bad).toBeNull()
  }
  expect(signLink(key, claim), 'each is another one').not.toBe(token)
})
