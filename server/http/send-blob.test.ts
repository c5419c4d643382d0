import { once } from 'node:events'
import {
  appendFileSync,
  createReadStream,
  mkdtempSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sendBlob } from './send-blob.ts'

const content = 'as long as was said'
let folder: string
let file: string
let server: Server
/** What happens to the file after its length was said. */
let change: () => void

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-send-'))
  file = join(folder, 'file')
  writeFileSync(file, content)
  change = () => undefined
  const app = express()
  app.get('/', (req, res) =>
    sendBlob(req, res, {
      bytes: content.length,
      async open(range) {
        change()
        return createReadStream(file, range)
      },
    }),
  )
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
})

const get = async (headers: Record<string, string> = {}): Promise<string> =>
  (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { headers })).text()

it.each<[string, Record<string, string>, string]>([
  ['all of it', {}, content],
  ['its end', { Range: 'bytes=-4' }, 'said'],
])(
  'sends %s as it was when its length was said, though the file has grown',
  async (_, headers, sent) => {
    change = () => appendFileSync(file, ', and more')
    expect(await get(headers)).toBe(sent)
    expect(await get(headers)).toBe(sent)
  },
)

it('cuts the connection where the file has become shorter, and answers the next', async () => {
  change = () => truncateSync(file, 5)
  await expect(get()).rejects.toThrow()
  change = () => writeFileSync(file, content)
  expect(await get()).toBe(content)
})
