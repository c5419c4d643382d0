import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A folder of updates on a web server of this computer, and the keys of who publishes there. */
export interface UpdateServer {
  url: string
  /** PEM, for the build. */
  publicKey: string
  /** Names of what was asked for, without queries, in order. */
  asked: string[]
  /** Publishes a version; by default signed by the right key, and served whole. */
  publish(version: string, program: Buffer, options?: { key?: KeyObject; cutAfter?: number }): void
  stop(): Promise<void>
}

export const anotherKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey

const file = 'Rapporteur-x86_64.AppImage'

export async function startUpdateServer(): Promise<UpdateServer> {
  const own = generateKeyPairSync('ed25519')
  const asked: string[] = []
  const answers = new Map<string, (response: ServerResponse) => void>()
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1)
    asked.push(name)
    const answer = answers.get(name)
    if (answer) answer(response)
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    publicKey: own.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    asked,
    publish(version, program, { key = own.privateKey, cutAfter } = {}) {
      const sha512 = createHash('sha512').update(program).digest('base64')
      const manifest = [
        `version: ${version}`,
        'files:',
        `  - url: ${file}`,
        `    sha512: ${sha512}`,
        `    size: ${program.length}`,
        `path: ${file}`,
        `sha512: ${sha512}`,
        `releaseDate: '2026-11-30T00:00:00.000Z'`,
        '',
      ].join('\n')
      answers.set('latest-linux.yml', (response) => void response.end(manifest))
      const signature = sign(null, Buffer.from(manifest), key).toString('base64')
      answers.set('latest-linux.yml.sig', (response) => void response.end(signature))
      answers.set(file, (response) => {
        response.writeHead(200, { 'content-length': program.length })
        if (cutAfter === undefined) response.end(program)
        else response.write(program.subarray(0, cutAfter), () => response.destroy())
      })
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
