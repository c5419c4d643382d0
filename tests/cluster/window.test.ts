import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ExcelJS from 'exceljs'
import { chromium, type Browser, type Page } from 'playwright'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stages, type Report } from '../../server/contract/reports.ts'
import { program } from '../crash/server-process.ts'
import { answerTo } from '../summary/model-answers.ts'
import {
  sendStream,
  startScripted,
  streamOf,
  type AskedBody,
  type ScriptedServer,
} from '../summary/scripted-server.ts'
import { startBalancer, type Balancer } from './balancer.ts'
import { describeCluster, isWhole } from './cluster.ts'
import { startNode, type NodeProcess } from './node-process.ts'
import { chromiumPath } from '../support/chromium.ts'

const isBuilt = existsSync(program)
if (chromiumPath === undefined) console.warn("SKIPPED: the window: Debian's chromium is missing")
if (!isBuilt) console.warn('SKIPPED: the window: the app is not built')

const roomCount = isWhole ? 24 : 6
const leaseSeconds = 2
const messagesOf = (room: number): number => 40 + room * 17
const rooms = Array.from({ length: roomCount }, (_, n) => `room${n}`)

/** Stands in each message of a room, so that the model knows which one it is asked about. */
const markOf = (room: string): string => `Ship${room}.`

/** A model that answers what it is asked of some rooms; the other questions wait. */
async function startGate() {
  const waiting = new Map<ServerResponse, { room: string; body: AskedBody }>()
  // What puts the parts of one room together names none.
  const free = new Set([''])
  function serve(): void {
    for (const [response, { room, body }] of waiting) {
      if (!free.has(room)) continue
      waiting.delete(response)
      sendStream(response, streamOf(answerTo(body)))
    }
  }
  const server: ScriptedServer = await startScripted((response, { body }) => {
    const asked = JSON.stringify(body)
    const room = rooms.find((each) => asked.includes(markOf(each))) ?? ''
    waiting.set(response, { room, body })
    response.on('close', () => waiting.delete(response))
    serve()
  })
  return {
    url: server.url,
    held: (): string[] => [...new Set([...waiting.values()].map(({ room }) => room))],
    let(some: readonly string[]): void {
      for (const room of some) free.add(room)
      serve()
    },
    close: () => server.close(),
  }
}
type Gate = Awaited<ReturnType<typeof startGate>>

/** What a row showed, whenever that changed. */
interface Shown {
  room: string
  state: string
  percent: number | null
}

/** Writes down what the rows show from now on, with each change of the page. */
const watchRows = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const shown: Shown[] = []
    const last = new Map<string, string>()
    Object.assign(globalThis, { shown })
    const look = (): void => {
      for (const row of document.querySelectorAll<HTMLElement>('[data-room-oid]')) {
        const { roomOid = '', reportState: state = '' } = row.dataset
        const percent = /(\d+)\s?%/.exec(row.textContent ?? '')?.[1]
        const text = `${state} ${percent}`
        if (last.get(roomOid) === text) continue
        last.set(roomOid, text)
        shown.push({
          room: roomOid,
          state,
          percent: percent === undefined ? null : Number(percent),
        })
      }
    }
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    })
    look()
  })
const shownBy = (page: Page): Promise<Shown[]> =>
  page.evaluate(() => (globalThis as unknown as { shown: Shown[] }).shown)

const openStreams = async (node: NodeProcess): Promise<number> => {
  const answer = await fetch(`${node.url}/api/metrics`, {
    headers: { Authorization: `Bearer ${node.accessToken}` },
  })
  return Number(/^rapporteur_sse_streams_open (\d+)/m.exec(await answer.text())?.[1])
}

let folder: string
let gate: Gate
let balancer: Balancer
let browser: Browser
const nodes = new Map<string, NodeProcess>()
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-window-'))
  gate = await startGate()
  balancer = await startBalancer(() => [...nodes.values()].map(({ url }) => url))
  browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] })
})
afterEach(async () => {
  await browser.close()
  await balancer.close()
  for (const node of nodes.values()) await node.kill()
  nodes.clear()
  await gate.close()
  rmSync(folder, { recursive: true, force: true })
})

describeCluster('the window before two nodes', (postgres) => {
  async function start(name: string, databaseUrl: string): Promise<NodeProcess> {
    const node = await startNode({
      folder,
      name,
      databaseUrl,
      blobs: pathToFileURL(join(folder, 'files')).href,
      leaseSeconds,
      env: {
        RAPPORTEUR_ALLOWED_HOSTS: '127.0.0.1',
        RAPPORTEUR_CONCURRENCY: '2',
        RAPPORTEUR_SUMMARY_ENGINE: 'openai',
        RAPPORTEUR_SUMMARY_BASE_URL: `${gate.url}/v1`,
        RAPPORTEUR_SUMMARY_MODEL: 'scripted',
        // The whole form lets reports that were taken over wait for a place at the model, too.
        RAPPORTEUR_SUMMARY_CONCURRENCY: isWhole ? '4' : '8',
      },
    })
    nodes.set(name, node)
    return node
  }

  /** The node that tells the window how reports stand. */
  async function speaking(): Promise<string> {
    for (const [name, node] of nodes) if ((await openStreams(node)) > 0) return name
    return ''
  }

  it.skipIf(chromiumPath === undefined || !isBuilt)(
    'shows every report to its end while the node that it listens to is killed: no row goes back',
    async () => {
      const databaseUrl = await postgres().createDatabase()
      const first = await start('one', databaseUrl)
      await start('two', databaseUrl)
      for (const [n, room] of rooms.entries()) {
        const lines = Array.from({ length: messagesOf(n) }, (_, line) =>
          JSON.stringify({
            id: `${line}`,
            at: Date.UTC(2026, 0, 1) + line * 60_000,
            author: `Person ${line % 5}`,
            text: `${markOf(room)} We decided to ship part ${line}. Can you review it by Friday?`,
          }),
        )
        const path = `/api/rooms/${room}/messages?name=${room}`
        await first.ask(path, { method: 'POST', body: lines.join('\n') })
      }
      const { token } = await first.post<{ token: string }>('/api/access/tokens', {
        name: 'window',
        role: 'operator',
      })

      const page = await browser.newPage({ viewport: { width: 1280, height: 1600 } })
      await page.goto(balancer.url)
      await page.getByLabel('Token').first().fill(token)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.locator('#root[data-app-state="ready"]').waitFor()
      await page
        .locator('[data-room-oid]')
        .nth(roomCount - 1)
        .waitFor()
      await watchRows(page)
      await page.getByRole('checkbox').first().click()
      await page.getByRole('button', { name: `Generate ${roomCount} reports` }).click()

      const rowsWith = (state: string) => page.locator(`[data-report-state="${state}"]`).count()
      async function killSpeaking(done: number): Promise<string> {
        for (let ended = await rowsWith('finished'); ended <= done; ended++) {
          // Both nodes have reports in the middle, and others wait for their turn.
          await expect.poll(gate.held, { timeout: 30_000 }).toHaveLength(4)
          if (ended < done) gate.let(gate.held().slice(0, 1))
          const next = Math.min(ended + 1, done)
          await expect.poll(() => rowsWith('finished'), { timeout: 30_000 }).toBe(next)
        }
        const name = await speaking()
        await nodes.get(name)?.kill()
        nodes.delete(name)
        return name
      }
      const killed = await killSpeaking(1)
      expect(killed).not.toBe('')
      if (isWhole) {
        await start(killed, databaseUrl)
        await expect.poll(speaking, { timeout: 30_000 }).not.toBe('')
        await killSpeaking(roomCount / 2)
      }
      gate.let(rooms)
      await expect.poll(() => rowsWith('finished'), { timeout: 60_000 }).toBe(roomCount)

      const shown = await shownBy(page)
      for (const room of rooms) {
        const its = shown.filter((row) => row.room === room)
        const percents = its.flatMap(({ percent }) => percent ?? [])
        expect(percents, room).toEqual(percents.toSorted((a, b) => a - b))
        // A report that another node has taken over waits for its turn there, with what it had, and goes on.
        const begun = its.slice(its.findIndex(({ state }) => state === 'collecting'))
        expect(its.at(-1), JSON.stringify(its)).toMatchObject({ state: 'finished' })
        const waits = begun.filter(({ state }) => state === 'queued')
        expect(waits.filter(({ percent }) => percent === null)).toEqual([])
        const order = its
          .map(({ state }) => ['none', 'queued', ...stages, 'finished'].indexOf(state))
          .filter((place) => place !== 1)
        expect(order, JSON.stringify(its)).toEqual(order.toSorted((a, b) => a - b))
      }

      // Nothing is missing in any workbook, as the window gives it.
      const [left] = nodes.values()
      const { items } = await (left as NodeProcess).ask<{ items: Report[] }>('/api/reports')
      expect(items).toHaveLength(roomCount)
      // Each was made once, and by the model: what it was asked when the node died, it was asked again.
      expect(
        items.filter(({ attempt, code }) => attempt !== 1 || code !== 'workbook_ready'),
      ).toEqual([])
      for (const [n, room] of rooms.entries()) {
        const report = items.find(({ roomOid }) => roomOid === room)
        const bytes = await page.evaluate(async (path) => {
          const answer = await fetch(path)
          return [...new Uint8Array(await answer.arrayBuffer())]
        }, `/api/reports/${report?.reportOid}/workbook`)
        const workbook = new ExcelJS.Workbook()
        await workbook.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer)
        expect(workbook.getWorksheet('Transcript')?.rowCount, room).toBe(messagesOf(n) + 1)
      }
    },
    180_000,
  )
})
