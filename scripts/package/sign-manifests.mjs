import { createPrivateKey, sign } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { say } from '../setup/say.mjs'

/** Ed25519, PEM (PKCS 8); only ever in the environment. The app believes what its other half has signed. */
const keyName = 'RAPPORTEUR_UPDATE_PRIVATE_KEY'

/** @param {string | Buffer} manifest @param {string} privateKey PEM @returns {string} Base64 */
export const signatureOf = (manifest, privateKey) =>
  sign(null, Buffer.from(manifest), createPrivateKey(privateKey)).toString('base64')

/** Writes `latest*.yml.sig` beside each manifest of updates in a folder. */
export function signManifests(folder) {
  const manifests = readdirSync(folder).filter((name) => /^latest.*\.yml$/.test(name))
  const key = process.env[keyName]
  for (const name of manifests) {
    if (!key) {
      say(`${name} is not signed, so no app will believe it: ${keyName} is not set`)
      continue
    }
    writeFileSync(join(folder, `${name}.sig`), signatureOf(readFileSync(join(folder, name)), key))
  }
}
