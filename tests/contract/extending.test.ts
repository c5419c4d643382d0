import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ServerConfig, StartedServer } from '../../server/index.ts'
import { startScripted, type ScriptedServer } from '../summary/scripted-server.ts'

const root = resolve(import.meta.dirname, '../..')
let copy: string
let start: (config: ServerConfig) => Promise<StartedServer>
let server: StartedServer | undefined
let model: ScriptedServer | undefined

/** The blocks of docs/extending.md: whole files, and changes of files that are there. */
async function apply(markdown: string, folder: string): Promise<string[]> {
  const blocks = [...markdown.matchAll(/^```(ts|diff) (\S+)\n(.*?)^```$/gms)]
  for (const [, kind, name = '', text = ''] of blocks) {
    const file = join(folder, name)
    if (kind === 'ts') {
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, text, { flag: 'wx' })
      continue
    }
    const lines = text.split('\n').slice(0, -1)
    const side = (other: '+' | '-'): string =>
      lines.flatMap((line) => (line.startsWith(other) ? [] : [`${line.slice(1)}\n`])).join('')
    const before = await readFile(file, 'utf8')
    expect(before.split(side('+')).length, `lines of ${name} that the page shows`).toBe(2)
    await writeFile(
      file,
      before.replace(side('+'), () => side('-')),
    )
  }
  return blocks.map(([, , name = '']) => name)
}

beforeAll(async () => {
  await mkdir(join(root, 'out'), { recursive: true })
  // Inside the project, so that packages are found.
  copy = await mkdtemp(join(root, 'out/extending-'))
  await cp(join(root, 'server'), join(copy, 'server'), { recursive: true })
  const names = await apply(await readFile(join(root, 'docs/extending.md'), 'utf8'), copy)
  expect(names.length).toBeGreaterThan(6)
  ;({ start } = (await import(join(copy, 'server/index.ts'))) as { start: typeof start })
})
afterEach(async () => {
  await server?.close()
  await model?.close()
  server = model = undefined
})
afterAll(() => rm(copy, { recursive: true, force: true }))

async function run(flags: Record<string, unknown> = {}): Promise<StartedServer> {
  const dataDir = await mkdtemp(join(copy, 'data-'))
  server = await start({ dataDir, version: '0.0.0-test', flags })
  return server
}

async function ask<T>(path: string, init: RequestInit = {}): Promise<{ status: number; json: T }> {
  const { url = '', accessToken = '' } = server ?? {}
  const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' }
  const response = await fetch(url + path, { ...init, headers })
  return { status: response.status, json: (await response.json()) as T }
}

interface ImportAnswer {
  state: string
  format: string | null
  roomOids: string[]
  counts: Record<string, number>
}

async function imported(oid: string): Promise<ImportAnswer> {
  let answer: ImportAnswer | undefined
  await expect
    .poll(async () => (answer = (await ask<ImportAnswer>(`/api/imports/${oid}`)).json).state, {
      timeout: 20_000,
    })
    .toBe('finished')
  return answer as ImportAnswer
}

describe('what docs/extending.md adds', () => {
  it('is a chat format whose files are known and read', async () => {
    const { importPaths } = await run()
    const file = join(copy, 'Night shift.log')
    await writeFile(file, '1735725600 <Ann> Pumps are back.\n1735725660 <Ben> Thanks!\nno line\n')
    const [oid = ''] = importPaths([file])
    const answer = await imported(oid)
    expect(answer).toMatchObject({ format: 'jotter', counts: { messages: 2, unparsed: 1 } })
    const { json } = await ask<{ items: unknown[] }>(`/api/rooms/${answer.roomOids[0]}/messages`)
    expect(json.items).toMatchObject([
      { author: 'Ann', at: '2025-01-01T10:00:00.000Z', text: 'Pumps are back.' },
      { author: 'Ben', text: 'Thanks!' },
    ])
  })

  it('is a summary provider that is asked for its models and for an answer', async () => {
    model = await startScripted(
      (response) => {
        response.setHeader('Content-Type', 'application/x-ndjson')
        response.write('{"said":"{\\"ready\\":"}\n')
        response.end('{"said":" true}","over":true}\n')
      },
      { '/birds': { birds: ['ara', 'lori'] } },
    )
    await run({ summaryEngine: 'parrot', summaryBaseUrl: model.url, summaryModel: 'ara' })
    const { json } = await ask<{ detail: string }>('/api/settings/test-summary', {
      method: 'POST',
      body: '{}',
    })
    expect(json).toMatchObject({ ok: true, models: ['ara', 'lori'] })
    expect(model.requests).toHaveLength(1)
    expect(model.requests[0]).toMatchObject({ path: '/talk', body: { bird: 'ara' } })
  })

  it('is a setting with a default, a flag, a change that is checked, and a place in the document', async () => {
    type View = { values: Record<string, unknown>; sources: Record<string, string> }
    await run()
    expect((await ask<View>('/api/settings')).json.values['mailCheckHours']).toBe(24)
    const change = (value: unknown) =>
      ask<View & { errors?: { path: string }[] }>('/api/settings', {
        method: 'PATCH',
        body: JSON.stringify({ values: { mailCheckHours: value } }),
      })
    expect((await change(12)).json.values['mailCheckHours']).toBe(12)
    const refused = await change(1_000)
    expect(refused.status).toBe(400)
    expect(refused.json.errors?.[0]?.path).toContain('mailCheckHours')
    expect(JSON.stringify((await ask('/api/openapi.json')).json)).toContain('mailCheckHours')

    await server?.close()
    await run({ mailCheckHours: '6' })
    const { values, sources } = (await ask<View>('/api/settings')).json
    expect([values['mailCheckHours'], sources['mailCheckHours']]).toEqual([6, 'flag'])
  })
})
