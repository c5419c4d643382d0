import { simpleParser } from 'mailparser'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { folderBlobs } from '../engines/shared/folder-blobs.ts'
import { createExtractiveEngine } from '../summary/index.ts'
import type { MailedReport, MailRequest } from '../ports/mail.ts'
import { createDelivery } from './delivery.ts'

let folder: string
let outboxDir: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outbox-'))
  outboxDir = join(folder, 'outbox')
  await mkdir(join(folder, 'reports'))
  await writeFile(join(folder, 'reports', 'r.xlsx'), 'workbook')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function requestOf(
  changes: Partial<MailedReport> = {},
  signal = new AbortController().signal,
): Promise<MailRequest> {
  const room = { roomOid: 'r1', name: 'Räume & mehr', source: 'irc', format: 'irc' }
  const summary = await createExtractiveEngine().summarize(
    { room, total: 0, messages: () => [] },
    () => undefined,
    new AbortController().signal,
  )
  const report = {
    reportOid: 'rep/../1',
    attempt: 1,
    room,
    summary,
    workbook: { key: 'reports/r.xlsx', fileName: 'Räume.xlsx', bytes: 8 },
    ...changes,
  }
  return {
    reports: [report],
    recipients: ['ann@example.org'],
    onSending: () => undefined,
    signal,
  }
}

const toOutbox = () => createDelivery({ smtp: null, blobs: folderBlobs(folder) })

describe('without a mail server', () => {
  it('the mail of an empty room lies in the outbox as one whole .eml file', async () => {
    const result = await toOutbox().deliver(await requestOf())
    expect(result.state).toBe('saved')
    expect(await readdir(outboxDir)).toEqual(['rep_.._1-1.eml'])
    const raw = await readFile(join(outboxDir, 'rep_.._1-1.eml'))
    expect(raw.toString('latin1')).not.toMatch(/(?<!\r)\n/)
    const mail = await simpleParser(raw)
    expect(mail.subject).toBe('Report: Räume & mehr')
    expect(mail.text).toContain('nothing to report')
    expect(mail.attachments[0]!.filename).toBe('Räume.xlsx')
    expect(mail.attachments[0]!.content.toString()).toBe('workbook')
  })

  it('the same attempt delivered again is still one file', async () => {
    const delivery = toOutbox()
    await delivery.deliver(await requestOf())
    await delivery.deliver(await requestOf())
    await delivery.deliver(await requestOf({ attempt: 2 }))
    expect((await readdir(outboxDir)).toSorted()).toEqual(['rep_.._1-1.eml', 'rep_.._1-2.eml'])
    expect(await readdir(join(folder, 'tmp'))).toEqual([])
  })

  it('an outbox that cannot be written is a failure with a reason', async () => {
    await writeFile(outboxDir, 'a file where the folder should be')
    const result = await toOutbox().deliver(await requestOf())
    expect(result).toMatchObject({ state: 'failed', retryable: true })
    expect(result.detail).toContain('could not be saved')
  })

  it('a workbook that cannot be read leaves no half-written mail behind', async () => {
    await mkdir(join(folder, 'reports', 'dir.xlsx'))
    const workbook = { key: 'reports/dir.xlsx', fileName: 'x.xlsx', bytes: 1 }
    const result = await toOutbox().deliver(await requestOf({ workbook }))
    expect(result.state).toBe('failed')
    await expect(readdir(outboxDir)).rejects.toThrow('ENOENT')
  })

  it('a workbook of a digest that is gone, or cannot be read, is named to none of its reports', async () => {
    const one = await requestOf()
    const lost = async (key: string) => {
      const workbook = { key, fileName: 'Board only.xlsx', bytes: 1 }
      const [other] = (await requestOf({ reportOid: 'rep2', workbook })).reports
      return { ...one, reports: [...one.reports, ...(other === undefined ? [] : [other])] }
    }
    const gone = await toOutbox().deliver(await lost('reports/Board only.xlsx'))
    expect(gone).toMatchObject({ state: 'failed', said: { code: 'workbook_gone' } })
    await writeFile(join(folder, 'reports', 'Board only.xlsx'), 'x')
    const real = folderBlobs(folder)
    const unreadable = createDelivery({
      smtp: null,
      blobs: {
        ...real,
        async open(key, range) {
          if (!key.includes('Board')) return real.open(key, range)
          throw new Error(`EIO: i/o error, open '${real.localPath(key)}'`)
        },
      },
    })
    const failed = await unreadable.deliver(await lost('reports/Board only.xlsx'))
    expect(failed).toMatchObject({ state: 'failed', said: { code: 'mail_not_kept' } })
    expect(failed.detail).toContain('EIO')
    expect(JSON.stringify(failed)).not.toContain('Board')
  })

  it('an abort leaves nothing behind', async () => {
    const controller = new AbortController()
    controller.abort()
    const result = await toOutbox().deliver(await requestOf({}, controller.signal))
    expect(result.state).toBe('failed')
    await expect(readdir(outboxDir)).rejects.toThrow('ENOENT')
  })

  it('a test message is saved, too', async () => {
    const delivery = toOutbox()
    const result = await delivery.sendTest('ann@example.org', new AbortController().signal)
    expect(result.state).toBe('saved')
    expect(await readdir(outboxDir)).toHaveLength(1)
  })
})
