import { execFileSync } from 'node:child_process'
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { at } from '../setup/paths.mjs'

/**
 * For the release workflow: gives the build what it signs with, from the secrets of the repository or, without them, made
 * for this run alone, and writes into `out/credentials.txt` which it was. A build that was never signed would be found
 * to be unsignable on the day of the release.
 */
const { UPDATE_PRIVATE_KEY, WINDOWS_CERTIFICATE, MACOS_CERTIFICATE, GITHUB_ENV } = process.env
const said = []
/** macOS signs nothing without an account: there the demo is a signature without a name. */
const withoutCertificate = {
  win32: 'a DEMO certificate of this run',
  darwin: 'signed AD HOC, not notarized',
}
const give = (name, value) => {
  if (GITHUB_ENV)
    appendFileSync(GITHUB_ENV, `${name}<<END_OF_${name}\n${value.trim()}\nEND_OF_${name}\n`)
}

const pem = { type: 'pkcs8', format: 'pem' }
const updateKey = UPDATE_PRIVATE_KEY || generateKeyPairSync('ed25519').privateKey.export(pem)
said.push(`updates: ${UPDATE_PRIVATE_KEY ? 'the key of the repository' : 'a DEMO key of this run'}`)
give('RAPPORTEUR_UPDATE_PRIVATE_KEY', updateKey)
const publicKey = createPublicKey(createPrivateKey(updateKey)).export({
  type: 'spki',
  format: 'pem',
})
give('RAPPORTEUR_UPDATE_PUBLIC_KEY', publicKey)

for (const [system, certificate, password, platform] of [
  ['Windows', WINDOWS_CERTIFICATE, process.env['WINDOWS_CERTIFICATE_PASSWORD'], 'win32'],
  ['macOS', MACOS_CERTIFICATE, process.env['MACOS_CERTIFICATE_PASSWORD'], 'darwin'],
]) {
  if (platform !== process.platform) continue
  said.push(
    `${system}: ${certificate ? 'the certificate of the repository' : withoutCertificate[platform]}`,
  )
  // The names that electron-builder reads.
  if (certificate) give('CSC_LINK', certificate)
  if (certificate && password) give('CSC_KEY_PASSWORD', password)
  if (!certificate && platform === 'win32') demoCertificate()
  if (!certificate && platform === 'darwin') give('CSC_IDENTITY_AUTO_DISCOVERY', 'false')
}

/** A certificate that nobody trusts, made by Windows itself. */
function demoCertificate() {
  const file = join(tmpdir(), 'rapporteur-demo.pfx')
  const password = randomBytes(16).toString('hex')
  const script = `
$made = New-SelfSignedCertificate -Type CodeSigningCert -Subject 'CN=Rapporteur demo' -CertStoreLocation Cert:\\CurrentUser\\My
$secret = ConvertTo-SecureString -String '${password}' -Force -AsPlainText
Export-PfxCertificate -Cert $made -FilePath '${file}' -Password $secret | Out-Null`
  execFileSync('powershell', ['-NoProfile', '-Command', script], { stdio: 'inherit' })
  give('CSC_LINK', file)
  give('CSC_KEY_PASSWORD', password)
}

mkdirSync(at('out'), { recursive: true })
writeFileSync(at('out', 'credentials.txt'), `${said.join('\n')}\n`)
console.log(said.join('\n'))
