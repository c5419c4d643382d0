import { summaryLimits } from '../limits.ts'
import { redactorOf, userinfoOf, type Redactor } from '../../redaction.ts'
import { proxyAddresses } from './proxy.ts'
import type { ModelServer } from './server.ts'

/** What must not come back from a server: the key, and the passwords in addresses. */
export interface ServerRedactors {
  /** For refusals and other words of the server about itself. */
  words: Redactor
  /** For what a model writes. A very short key is a placeholder, and a word that people use. */
  answers: Redactor
}

export function redactorsOf(server: ModelServer): ServerRedactors {
  const addresses = [server.baseUrl, ...proxyAddresses(server)]
  const secrets = [server.apiKey ?? '', ...addresses.flatMap(secretsIn)]
  const long = secrets.filter((secret) => secret.length >= summaryLimits.minSecretLength)
  return { words: redactorOf(secrets), answers: redactorOf(long) }
}

/** The password, and the header of a login by it. */
function secretsIn(address: string): string[] {
  const { user, password } = userinfoOf(address)
  return password === '' ? [] : [password, Buffer.from(`${user}:${password}`).toString('base64')]
}
