import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Report, type ReportAttempt, ReportAnswer } from '../../server/contract/reports.ts'
import { Room } from '../../server/contract/rooms.ts'
import { Summary } from '../../server/contract/summary.ts'
import { rawRequest, record, startTestServer, type TestServer } from './harness.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.dispose())

const trigger = (roomOids: string[], options?: object, headers?: Record<string, string>) =>
  server.post<ReportAnswer>('/api/reports', { roomOids, ...(options ? { options } : {}) }, headers)

describe('live rooms', () => {
  it('are made by the first message, and take the same id once', async () => {
    await server.feed('standup', 3, 'Stand-up')
    const room = Room.parse(await server.json('/api/rooms/standup'))
    expect(room).toMatchObject({
      name: 'Stand-up',
      source: 'live',
      messageCount: 3,
      participantCount: 3,
    })
    const again = await server.json('/api/rooms/standup/messages', {
      method: 'POST',
      body: [
        '{"id":"m0","at":"2026-01-01T00:00:00Z","author":"Person 0","text":"again"}',
        '{"id":"new","at":1767225600000,"author":"Zoë","text":"new","replyTo":"m0"}',
        'not json',
        '{"at":"2026-01-01T00:00:00Z","text":"no author"}',
        '',
      ].join('\n'),
    })
    expect(again).toEqual({
      accepted: 1,
      duplicates: 1,
      rejected: [
        { line: 3, code: 'invalid_json' },
        { line: 4, code: 'invalid_message' },
      ],
    })
  })

  it('keep every message, whatever characters it holds', async () => {
    const texts = [
      'before\u0000after',
      'half \ud83d of a pair',
      '=1+1',
      '<b>&amp;</b>',
      '\u202eright to left',
      '\ufffe',
    ]
    const lines = texts.map((text, i) =>
      JSON.stringify({ id: `x${i}`, at: i, author: 'A\u0000B', text }),
    )
    await server.json('/api/rooms/hostile/messages', { method: 'POST', body: lines.join('\n') })
    const page = await server.json<{ items: { text: string; author: string }[] }>(
      '/api/rooms/hostile/messages',
    )
    expect(page.items.map((message) => message.text)).toEqual(
      texts.map((text) => text.toWellFormed().replace('\0', '\ufffd')),
    )
    expect(page.items[0]?.author).toBe('A\ufffdB')
    const stream = server.events('rooms=hostile')
    await trigger(['hostile'])
    expect((await stream.end('hostile')).data.state).toBe('finished')
  })

  it('refuse a room id that is not one', async () => {
    const response = await server.api('/api/rooms/a%20b/messages', { method: 'POST', body: '' })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'invalid_room_oid' })
  })

  it('give their messages back in order, page by page', async () => {
    await server.feed('pages', 25)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`
      const page: {
        items: { id: string; number: number }[]
        nextCursor: string | null
        total: number
      } = await server.json(`/api/rooms/pages/messages?limit=10${query}`)
      expect(page.total).toBe(25)
      seen.push(...page.items.map((message) => message.id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `m${i}`))
  })

  it('are found by name in any script and case, and sorted', async () => {
    await server.feed('search-1', 1, 'ÄRGER im Betrieb')
    await server.feed('search-2', 2, 'チャネル')
    const find = async (query: string): Promise<string[]> => {
      const page = await server.json<{ items: Room[] }>(
        `/api/rooms?query=${encodeURIComponent(query)}`,
      )
      return page.items.map((room) => room.roomOid)
    }
    expect(await find('ärger')).toEqual(['search-1'])
    expect(await find('チャネ')).toEqual(['search-2'])
    expect(await find('%')).toEqual([])
    const names: string[] = []
    let cursor = ''
    do {
      const page: { items: Room[]; nextCursor: string | null } = await server.json(
        `/api/rooms?sort=-messages&limit=2${cursor && `&cursor=${cursor}`}`,
      )
      names.push(...page.items.map((room) => String(room.messageCount)))
      cursor = page.nextCursor ?? ''
    } while (cursor !== '')
    expect(names.map(Number)).toEqual(names.map(Number).toSorted((a, b) => b - a))
  })
})

describe('a report', () => {
  it('goes from queued to a workbook, and every status is pushed in order', async () => {
    await server.feed('road', 2_500, 'The road')
    const stream = server.events('rooms=road')
    const { reports } = await trigger(['road'])
    const [queued] = reports
    expect(queued?.state).toBe('queued')
    const end = await stream.end('road')
    expect(end.data).toMatchObject({ state: 'finished', percent: 100, delivery: 'none' })
    const states = stream.events
      .filter((event) => event.event === 'EXCEL_STATUS')
      .map((event) => event.data.state)
    expect(states.filter((state, i) => state !== states[i - 1])).toEqual([
      'queued',
      'collecting',
      'summarizing',
      'writing',
    ])
    const percents = stream.events.flatMap((event) => event.data.percent ?? [])
    expect(percents).toEqual(percents.toSorted((a, b) => a - b))
    const ids = stream.events
      .filter((event) => event.event !== 'SUMMARY_DELTA')
      .map((event) => event.id)
    expect(new Set(ids).size).toBe(ids.length)

    const report = Report.parse(await server.json(`/api/reports/${queued?.reportOid}`))
    expect(report.workbook).toEqual(end.data.workbook)
    const room = Room.parse(await server.json('/api/rooms/road'))
    expect(room.lastReport).toMatchObject({ reportOid: report.reportOid, state: 'finished' })
    const summary = Summary.parse(await server.json(`/api/reports/${report.reportOid}/summary`))
    expect(summary.coverage).toMatchObject({ messages: 2_500, truncated: false })
  })

  it('gives its workbook with the right bytes, name, ETag and ranges', async () => {
    await server.feed('bytes', 50, 'Bytes / ../ "quoted" 🧪')
    const stream = server.events('rooms=bytes')
    const { reports } = await trigger(['bytes'])
    const { data } = await stream.end('bytes')
    const path = `/api/reports/${reports[0]?.reportOid}/workbook`
    const response = await server.api(path)
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(bytes.length).toBe(data.workbook?.bytes)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(data.workbook?.sha256)
    expect(response.headers.get('content-type')).toContain('spreadsheetml.sheet')
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename/)
    const etag = response.headers.get('etag') ?? ''
    // Not by fetch, which adds `Cache-Control: no-cache` to a conditional request.
    const conditional = await rawRequest(server.url + path, {
      Authorization: `Bearer ${server.accessToken}`,
      'If-None-Match': etag,
    })
    expect(conditional.status).toBe(304)
    const part = await server.api(path, { headers: { Range: 'bytes=0-3' } })
    expect(part.status).toBe(206)
    expect(Buffer.from(await part.arrayBuffer()).toString('latin1')).toBe('PK\u0003\u0004')
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load(bytes as never)
    expect(workbook.worksheets.map((sheet) => sheet.name)).toEqual([
      'Summary',
      'Highlights',
      'Participants',
      'Activity',
      'Transcript',
    ])
    expect(workbook.getWorksheet('Transcript')?.rowCount).toBe(51)
    expect(existsSync(join(server.dataDir, 'reports', data.workbook?.fileName ?? ''))).toBe(true)
  })

  it('of an empty period finishes with "nothing to report"', async () => {
    await server.feed('quiet', 5)
    const stream = server.events('rooms=quiet')
    await trigger(['quiet'], { from: '2030-01-01T00:00:00Z' })
    const { data } = await stream.end('quiet')
    expect(data.state).toBe('finished')
    expect(data.message).toMatch(/nothing to report/i)
    expect(data.percent).toBe(100)
  })

  it('keeps within its period', async () => {
    await server.feed('period', 100)
    const stream = server.events('rooms=period')
    const { reports } = await trigger(['period'], {
      from: '2026-01-01T00:10:00Z',
      to: '2026-01-01T00:20:00Z',
    })
    await stream.end('period')
    const response = await server.api(`/api/reports/${reports[0]?.reportOid}/workbook`)
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load((await response.arrayBuffer()) as never)
    expect(workbook.getWorksheet('Transcript')?.rowCount).toBe(11)
  })

  it('is not stopped by an unknown room beside it', async () => {
    await server.feed('beside', 3)
    const stream = server.events('rooms=*')
    const answer = await trigger(['nobody', 'beside', 'no room!', 'beside'])
    expect(answer.rejected).toEqual([
      { roomOid: 'nobody', code: 'room_not_found' },
      { roomOid: 'no room!', code: 'invalid_room_oid' },
    ])
    expect(answer.reports).toHaveLength(1)
    expect((await stream.end('beside')).data.state).toBe('finished')
  })

  it('is started once for one Idempotency-Key', async () => {
    await server.feed('once', 3)
    const key = { 'Idempotency-Key': 'the-key' }
    const first = await trigger(['once'], undefined, key)
    expect(await trigger(['once'], undefined, key)).toEqual(first)
    const page = await server.json<{ total: number }>('/api/reports?roomOid=once')
    expect(page.total).toBe(1)
    const conflict = await server.api('/api/reports', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...key },
      body: JSON.stringify({ roomOids: ['beside'] }),
    })
    expect(conflict.status).toBe(409)
    expect(await conflict.json()).toMatchObject({ code: 'idempotency_conflict' })
  })

  it('starts when a room is left, and once however often that is said', async () => {
    await server.feed('left', 10)
    const stream = server.events('rooms=left')
    const first = await server.post<{ report: Report }>('/api/rooms/left/leave')
    const second = await server.post<{ report: Report }>('/api/rooms/left/leave')
    expect(second.report.reportOid).toBe(first.report.reportOid)
    await stream.end('left')
    const third = await server.post<{ report: Report }>('/api/rooms/left/leave')
    expect(third.report.reportOid).toBe(first.report.reportOid)
    await server.feed('left', 20)
    const fourth = await server.post<{ report: Report }>('/api/rooms/left/leave')
    expect(fourth.report.reportOid).not.toBe(first.report.reportOid)
  })

  it('refuses to retry or cancel what has finished', async () => {
    await server.feed('frozen', 3)
    const stream = server.events('rooms=frozen')
    const { reports } = await trigger(['frozen'])
    await stream.end('frozen')
    for (const action of ['cancel', 'retry']) {
      const response = await server.api(`/api/reports/${reports[0]?.reportOid}/${action}`, {
        method: 'POST',
      })
      expect(response.status).toBe(409)
      expect(await response.json()).toMatchObject({ code: 'illegal_transition' })
    }
  })

  it('is saved in the outbox where there is no mail server', async () => {
    await server.feed('mail', 8, 'Mail room')
    const stream = server.events('rooms=mail')
    await trigger(['mail'], { recipients: ['boss@example.com'] })
    const { data } = await stream.end('mail')
    expect(data).toMatchObject({ state: 'finished', delivery: 'saved' })
    const outbox = await readdir(join(server.dataDir, 'outbox'))
    expect(outbox.filter((name) => name.endsWith('.eml'))).toHaveLength(1)
  })
})

describe('a big report', () => {
  it('is cancelled at once, leaves nothing behind, and goes on after a retry', async () => {
    await server.feed('big', 60_000)
    const stream = server.events('rooms=big')
    const { reports } = await trigger(['big'])
    const reportOid = reports[0]?.reportOid ?? ''
    await stream.until(
      (event) => event.data.state === 'summarizing' || event.data.state === 'writing',
    )
    await server.post(`/api/reports/${reportOid}/cancel`)
    const cancelled = await stream.end('big')
    expect(cancelled.data).toMatchObject({ state: 'cancelled', attempt: 1 })
    const left = await readdir(join(server.dataDir, 'tmp'))
    expect(left.filter((name) => name.includes(reportOid))).toEqual([])
    const { report } = await server.post<{ report: Report }>(`/api/reports/${reportOid}/retry`)
    expect(report).toMatchObject({ attempt: 2, state: 'queued' })
    const end = await stream.until(
      (event) => event.event === 'EXCEL_STATUS_END' && event.data.attempt === 2,
    )
    expect(end.data.state).toBe('finished')
    const collected = stream.events.filter(
      (event) => event.data.attempt === 2 && event.data.state === 'collecting',
    )
    expect(collected, 'a stage with a checkpoint runs again').toEqual([])
    const { items } = await server.json<{ items: ReportAttempt[] }>(
      `/api/reports/${reportOid}/attempts`,
    )
    expect(items.map(({ attempt, state }) => [attempt, state])).toEqual([
      [2, 'finished'],
      [1, 'cancelled'],
    ])
  }, 60_000)
})

describe('the queue', () => {
  it('waits while paused, also across a restart, and lets a preferred report go first', async () => {
    const first = await startTestServer({ flags: { concurrency: 1 } })
    for (const room of ['a', 'b', 'c']) await first.feed(room, 20)
    expect(await first.post('/api/queue', { paused: true })).toMatchObject({ paused: true })
    const { reports } = await first.post<ReportAnswer>('/api/reports', {
      roomOids: ['a', 'b', 'c'],
    })
    expect(await first.json('/api/queue')).toEqual({
      paused: true,
      concurrency: 1,
      waiting: 3,
      running: 0,
    })
    const second = await first.restart()
    expect(await second.json('/api/queue')).toMatchObject({ paused: true, waiting: 3 })
    const last = reports.find((report) => report.roomOid === 'c')
    await second.post(`/api/reports/${last?.reportOid}/run-next`)
    const stream = second.events('rooms=*')
    await second.post('/api/queue', { paused: false })
    await Promise.all(['a', 'b', 'c'].map((room) => stream.end(room)))
    const ends = stream.events.filter((event) => event.event === 'EXCEL_STATUS_END')
    expect(ends.map((end) => end.data.roomOid)).toEqual(['c', 'a', 'b'])
    await second.dispose()
  })

  it('refuses to prefer what no longer waits', async () => {
    await server.feed('unpreferred', 2)
    const stream = server.events('rooms=unpreferred')
    const { reports } = await trigger(['unpreferred'])
    await stream.end('unpreferred')
    const response = await server.api(`/api/reports/${reports[0]?.reportOid}/run-next`, {
      method: 'POST',
    })
    expect(response.status).toBe(409)
  })
})

describe('streams', () => {
  it('carry fifty rooms on one connection while plain requests are answered', async () => {
    const rooms = Array.from({ length: 50 }, (_, i) => `many-${i}`)
    await Promise.all(rooms.map((roomOid) => server.feed(roomOid, 40)))
    const stream = server.events(`rooms=${rooms.join(',')}`)
    await trigger(rooms)
    expect((await server.api('/api/rooms?limit=1')).status).toBe(200)
    const ends = await Promise.all(rooms.map((roomOid) => stream.end(roomOid)))
    expect(ends.map((end) => end.data.state)).toEqual(rooms.map(() => 'finished'))
  }, 60_000)

  it('say the newest report of a room to one who comes late, and 204 to one who comes back', async () => {
    await server.feed('late', 3)
    const early = server.events('rooms=late')
    await trigger(['late'])
    await early.end('late')
    const late = record(`${server.url}/api/rooms/late/excel-status`, server.accessToken)
    const { id } = await late.end('late')
    late.close()
    const response = await server.api('/api/rooms/late/excel-status', {
      headers: { 'Last-Event-ID': id },
    })
    expect(response.status).toBe(204)
  })

  it('resume after a restart of the server without gap or double', async () => {
    const first = await startTestServer()
    await first.feed('resume', 3)
    const before = first.events('rooms=resume')
    await first.post('/api/reports', { roomOids: ['resume'] })
    await before.end('resume')
    const all = before.events.filter((event) => event.event.startsWith('EXCEL'))
    const middle = all[Math.floor(all.length / 2)]
    const second = await first.restart()
    const after = record(`${second.url}/api/events?rooms=resume`, second.accessToken, middle?.id)
    await after.end('resume')
    expect(after.events.map((event) => event.id)).toEqual(
      all.slice(all.indexOf(middle!) + 1).map((event) => event.id),
    )
    after.close()
    await second.dispose()
  })
})

describe('a restart', () => {
  it('finds everything still there and goes on with what was unfinished', async () => {
    const first = await startTestServer({ flags: { concurrency: 1 } })
    const rooms = ['a', 'b', 'c']
    for (const room of rooms) await first.feed(room, 3_000)
    await first.post('/api/reports', { roomOids: rooms })
    const second = await first.restart()
    const stream = second.events(`rooms=${rooms.join(',')}`)
    const ends = await Promise.all(rooms.map((room) => stream.end(room)))
    expect(ends.map((end) => end.data.state)).toEqual(['finished', 'finished', 'finished'])
    const page = await second.json<{ items: Report[]; total: number }>('/api/reports')
    expect(page.total).toBe(3)
    expect((await readdir(join(second.dataDir, 'reports'))).length).toBe(3)
    expect((await readdir(join(second.dataDir, 'tmp'))).length).toBe(0)
    await second.dispose()
  }, 60_000)
})
