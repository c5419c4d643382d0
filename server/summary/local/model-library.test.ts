import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  cutAfter,
  headFrom,
  startRangeServer,
  type Mishap,
  type RangeServer,
} from '../../../tests/support/range-server.ts'
import type { OfferedModel } from '../../contract/local-models.ts'
import { createModelLibrary, type ModelLibrary, type ModelLibraryOptions } from './model-library.ts'
import { offers } from './offered-models.ts'

const file = Buffer.concat([Buffer.from('GGUF'), randomBytes(300_000)])
const sha256 = createHash('sha256').update(file).digest('hex')

let folder: string
let server: RangeServer
let library: ModelLibrary
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-models-'))
})
afterEach(async () => {
  await library.close()
  await server.close()
  await rm(folder, { recursive: true })
})

interface Told {
  waitFor(fits: (model: OfferedModel) => boolean): Promise<OfferedModel>
}

/** A library of one small model, at a server of ours. */
async function open(
  given: Parameters<typeof startRangeServer>[1] = {},
  { offer = {}, ...options }: Partial<ModelLibraryOptions> & { offer?: Partial<OfferedModel> } = {},
  sent = file,
): Promise<Told> {
  server = await startRangeServer(sent, given)
  let hear = (): void => undefined
  library = createModelLibrary({
    folder,
    offers: [
      {
        ...offers[0]!,
        modelId: 'small',
        fileName: 'small.gguf',
        url: `${server.url}/model`,
        bytes: file.length,
        sha256,
        ...offer,
      },
    ],
    ports: { pauseMs: 1 },
    onChange: () => hear(),
    ...options,
  })
  const small = async (): Promise<OfferedModel> => (await library.list()).offered[0]!
  return {
    waitFor: (fits) =>
      new Promise((resolve) => {
        hear = () =>
          void small().then((model) => {
            if (fits(model)) resolve(model)
          })
        hear()
      }),
  }
}

const isHere = ({ isHere: here }: OfferedModel): boolean => here
const hasFailed = ({ download }: OfferedModel): boolean => download?.state === 'failed'

/** Sends a part, and then nothing more. */
const slow: Mishap = (response, from, all) => {
  headFrom(response, from, all)
  response.write(all.subarray(0, 100_000))
}

describe('the download of a model', () => {
  it('comes over the redirect of its place, is checked, and lies in the folder', async () => {
    const { waitFor } = await open({ linked: { 'x-linked-etag': `"${sha256}"` } })
    expect(await library.download('small')).toBe(true)
    expect((await waitFor(isHere)).download).toBeUndefined()
    expect(await readFile(join(folder, 'small.gguf'))).toEqual(file)
    expect(await readdir(folder)).toEqual(['small.gguf'])
    expect(await library.download('small')).toBe(false)
  })

  it('goes on where a cut connection has left it', async () => {
    const { waitFor } = await open({ mishaps: [cutAfter(100_000), cutAfter(50_000)] })
    await library.download('small')
    await waitFor(isHere)
    const starts = server.ranges.map((range) => Number(/\d+/.exec(range ?? '0')![0]))
    // What was on its way when a connection is cut may be lost; what has been written is not asked for again.
    expect(starts).toEqual(starts.toSorted((a, b) => a - b))
    expect(starts[0]).toBe(0)
    expect(starts.at(-1)).toBeGreaterThan(0)
    expect(starts.length).toBeGreaterThan(2)
    expect(await readFile(join(folder, 'small.gguf'))).toEqual(file)
  })

  it('goes on where an earlier start of the program has left it', async () => {
    await writeFile(join(folder, 'small.gguf.part'), file.subarray(0, 123_456))
    const { waitFor } = await open()
    await library.download('small')
    await waitFor(isHere)
    expect(server.ranges).toEqual(['bytes=123456-'])
  })

  it('begins anew where the server cannot go on', async () => {
    await writeFile(join(folder, 'small.gguf.part'), Buffer.alloc(99))
    const whole: Mishap = (response, _from, all) => response.writeHead(200).end(all)
    const { waitFor } = await open({ mishaps: [whole] })
    await library.download('small')
    await waitFor(isHere)
    expect(await readFile(join(folder, 'small.gguf'))).toEqual(file)
  })

  it('gives up after some tries that brought nothing, and keeps what has come', async () => {
    const mishaps = [cutAfter(100_000), ...Array.from({ length: 9 }, () => cutAfter(0))]
    const { waitFor } = await open({ mishaps })
    await library.download('small')
    const { download } = await waitFor(hasFailed)
    expect(download).toMatchObject({ failure: { code: 'download_broken' } })
    expect(download!.done).toBeGreaterThan(0)
    expect(existsSync(join(folder, 'small.gguf.part'))).toBe(true)
    // The next request of a person takes it up again.
    await library.download('small')
    await library.cancel('small')
  })

  it('with another checksum is refused and removed', async () => {
    const other = Buffer.from(file)
    other[200_000]! ^= 1
    const { waitFor } = await open({}, {}, other)
    await library.download('small')
    const { download } = await waitFor(hasFailed)
    expect(download?.failure).toMatchObject({ code: 'download_wrong' })
    expect(await readdir(folder)).toEqual([])
  })

  it.each([
    ['checksum', { 'x-linked-etag': `"${'0'.repeat(64)}"` }],
    ['size', { 'x-linked-size': '7' }],
  ])('is not begun where its place names another %s', async (_what, linked) => {
    const { waitFor } = await open({ linked })
    await library.download('small')
    expect((await waitFor(hasFailed)).download?.failure?.code).toBe('download_changed')
    expect(server.ranges).toEqual([])
  })

  it('is not begun where the disk has no room for it', async () => {
    const { waitFor } = await open({}, { ports: { freeBytes: async () => 90_400_000 } })
    await library.download('small')
    const { download } = await waitFor(hasFailed)
    expect(download?.failure).toMatchObject({
      code: 'download_no_room',
      params: { needed: 538, free: 90 },
    })
    expect(server.ranges).toEqual([])
  })

  it('is not followed from an encrypted address to one that is not', async () => {
    const { waitFor } = await open({ linked: { location: 'http://192.0.2.1/file' } })
    await library.download('small')
    expect((await waitFor(hasFailed)).download?.failure?.code).toBe('download_refused')
  })

  it('that its place does not give away is not asked for again and again', async () => {
    const refuse: Mishap = (response) => response.writeHead(403).end()
    const { waitFor } = await open({ mishaps: [refuse] })
    await library.download('small')
    expect((await waitFor(hasFailed)).download?.failure).toMatchObject({
      code: 'download_refused',
      params: { text: 'HTTP 403' },
    })
    expect(server.ranges).toHaveLength(1)
  })

  it('ends when a person cancels it, and leaves nothing behind', async () => {
    const { waitFor } = await open({ mishaps: [slow] })
    await library.download('small')
    await waitFor(({ download }) => (download?.done ?? 0) > 0)
    expect(await library.cancel('small')).toBe(true)
    expect(await readdir(folder)).toEqual([])
    expect((await library.list()).offered[0]?.download).toBeUndefined()
    expect(await library.cancel('small')).toBe(false)
  })

  it('ends with the program, and what has come stays for the next start', async () => {
    const { waitFor } = await open({ mishaps: [slow] })
    await library.download('small')
    await waitFor(({ download }) => (download?.done ?? 0) > 0)
    await library.close()
    expect(await readdir(folder)).toEqual(['small.gguf.part'])
  })
})

describe('the list of models', () => {
  it('names other files of the folder, and removes only what it has brought', async () => {
    await open()
    await writeFile(join(folder, 'mine.gguf'), 'GGUF')
    await writeFile(join(folder, 'letter.txt'), 'x')
    expect((await library.list()).files).toEqual([{ fileName: 'mine.gguf', bytes: 4 }])
    expect(await library.remove('mine.gguf')).toBe(false)
    expect(await library.remove('small')).toBe(false)
    await writeFile(join(folder, 'small.gguf'), file)
    expect(await library.remove('small')).toBe(true)
  })

  it('offers only what can be stated: address, size, memory, licence and checksum', async () => {
    await open()
    for (const offer of offers) {
      expect(offer.url).toMatch(/^https:\/\/huggingface\.co\/[\w.-]+\/[\w.-]+\/resolve\/main\//)
      expect(offer.url.endsWith(`/${offer.fileName}`)).toBe(true)
      expect(offer.sha256).toMatch(/^[0-9a-f]{64}$/)
      expect(offer.memoryBytes).toBeGreaterThan(offer.bytes)
    }
    expect(new Set(offers.map(({ modelId }) => modelId)).size).toBe(offers.length)
  })
})
