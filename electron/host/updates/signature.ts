import { createPublicKey, verify } from 'node:crypto'

/**
 * Whether a manifest of updates was signed by who holds the private half of the key that this app was built with. The
 * server that serves the manifest serves the program too, so its word alone proves nothing.
 *
 * @param publicKey Ed25519, PEM (SPKI)
 * @param manifest byte for byte as it was served
 * @param signature Base64, as it stands beside the manifest
 * @returns false also for a key or signature that is none
 */
export function isSignedBy(publicKey: string, manifest: string, signature: string): boolean {
  try {
    const key = createPublicKey(publicKey)
    if (key.asymmetricKeyType !== 'ed25519') return false
    return verify(null, Buffer.from(manifest), key, Buffer.from(signature.trim(), 'base64'))
  } catch {
    return false
  }
}
