import { generateKeyPairSync, sign } from 'node:crypto'
import { expect, it } from 'vitest'
import { isSignedBy } from './signature.ts'

const keys = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { privateKey, pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() }
}
const mine = keys()
const manifest = 'version: 0.2.0\nfiles:\n  - url: Rapporteur-x86_64.AppImage\n'
const signature = sign(null, Buffer.from(manifest), mine.privateKey).toString('base64')

it('believes a manifest that the key of this build has signed', () => {
  expect(isSignedBy(mine.pem, manifest, signature)).toBe(true)
  expect(isSignedBy(mine.pem, manifest, `${signature}\n`)).toBe(true)
})

it('believes no manifest that was changed, or signed by another, or not at all', () => {
  expect(isSignedBy(mine.pem, manifest.replace('0.2.0', '0.3.0'), signature)).toBe(false)
  expect(isSignedBy(keys().pem, manifest, signature)).toBe(false)
  for (const none of ['', 'AAAA', 'not base64 at all', signature.slice(4)])
    expect(isSignedBy(mine.pem, manifest, none)).toBe(false)
})

it('believes nothing by a key that is none, or one of another kind', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const signed = sign('sha256', Buffer.from(manifest), rsa.privateKey).toString('base64')
  expect(isSignedBy(pem, manifest, signed)).toBe(false)
  expect(isSignedBy('no key', manifest, signature)).toBe(false)
})
