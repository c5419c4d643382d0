import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseHosts } from '../../server/cli/serve.ts'
import { sourceProgram, startServerProcess, type ServerProcess } from '../crash/server-process.ts'
import { rawRequest } from '../integration/harness.ts'

let folder: string
let server: ServerProcess | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-serve-'))
})
afterEach(async () => {
  await server?.stop()
  server = undefined
  await rm(folder, { recursive: true, force: true })
})

const begin = async (env: Record<string, string> = {}): Promise<ServerProcess> =>
  (server = await startServerProcess(join(folder, 'data'), env, sourceProgram))

describe('a server without a window', () => {
  it('says its token in the first line, as long as only this computer reaches it', async () => {
    const { url, accessToken } = await begin()
    const { status } = await rawRequest(`${url}/api/rooms`, {
      Authorization: `Bearer ${accessToken}`,
    })
    expect(status).toBe(200)
  })

  it('keeps its token in a file for its owner alone, and then says nothing of it', async () => {
    const file = join(folder, 'token')
    await writeFile(file, 'of the last launch', { mode: 0o666 })
    const { url, accessToken } = await begin({ RAPPORTEUR_TOKEN_FILE: file })
    expect(accessToken).toBeUndefined()
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const token = (await readFile(file, 'utf8')).trim()
    const asked = await rawRequest(`${url}/api/rooms`, { Authorization: `Bearer ${token}` })
    expect(asked.status).toBe(200)
    await server?.stop()
    const output = server?.output() ?? ''
    expect(output).toContain('"event":"listening"')
    expect(output).not.toContain(token)
  })

  it('listens beyond this computer only with a token file and names, and answers no other name', async () => {
    await expect(begin({ RAPPORTEUR_HOST: '0.0.0.0' })).rejects.toThrow(
      'The server ended with 2: To listen on 0.0.0.0, beyond this computer, name --token-file and --allowed-hosts, too.',
    )
    const file = join(folder, 'token')
    const { url } = await begin({
      RAPPORTEUR_HOST: '0.0.0.0',
      RAPPORTEUR_TOKEN_FILE: file,
      RAPPORTEUR_ALLOWED_HOSTS: 'reports.example.org, 10.0.0.7',
    })
    const ask = async (host: string, more: Record<string, string> = {}) =>
      (await rawRequest(`${url}/api/health`, { Host: host, ...more })).status
    expect(await ask('reports.example.org')).toBe(200)
    expect(await ask('10.0.0.7:8443')).toBe(200)
    expect(await ask('evil.example.org')).toBe(403)
    expect(await ask('127.0.0.1:1'), 'another port of its own').toBe(403)
    const origin = (name: string) => ask('reports.example.org', { Origin: name })
    expect(await origin('https://reports.example.org')).toBe(200)
    expect(await origin('https://evil.example.org')).toBe(403)
  })
})

describe('host names', () => {
  it('come in a list without ports', () => {
    expect(parseHosts('a.example, [fd00::1]')).toEqual(['a.example', '[fd00::1]'])
    for (const wrong of ['', 'a.example:80', 'https://a.example', 'me@a.example', 'a.example,']) {
      expect(() => parseHosts(wrong), wrong).toThrow('is no host name')
    }
  })
})
