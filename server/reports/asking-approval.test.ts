import pino from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sentence } from '../contract/sentences.ts'
import type { ReportLogLine } from '../contract/reports.ts'
import type { ApprovalAsked } from '../ports/mail.ts'
import type { StoredReport } from '../ports/report.ts'
import { createAsking, type Asking } from './asking-approval.ts'
import { runLimits } from './limits.ts'
import { createReportLog, type ReportLog } from './report-log.ts'

const report = {
  reportOid: 'r',
  roomOid: 'pier',
  attempt: 1,
  workbook: null,
  options: { approver: 'lead@site.example', recipients: ['boss@site.example'] },
} as unknown as StoredReport

let held: StoredReport[][]
let time: number
let lines: ReportLogLine[]
let mails: ApprovalAsked[]
let log: ReportLog
let asking: Asking
let isReachable: boolean

function begin(): void {
  log = createReportLog({
    lines: {
      add: async (more) => void lines.push(...more.map(({ line }) => line)),
      list: async () => lines,
    },
    log: pino({ level: 'silent' }),
    now: () => time,
  })
  asking = createAsking({
    allHeld: () => held,
    held: (reportOid) => held.find(([first]) => first?.reportOid === reportOid) ?? null,
    link: async () => ({ token: 'x', until: time + runLimits.approvalLinkMs }),
    approvalUrl: (token) => `https://here.example/${token}`,
    preview: async () => null,
    async askApprover(asked) {
      mails.push(asked)
      return isReachable
        ? { state: 'sent', said: sentence('approved'), recipients: [], retryable: false }
        : { state: 'failed', said: sentence('mail_stopped'), recipients: [], retryable: false }
    },
    log,
    now: () => time,
    random: () => 0,
    shutdown: new AbortController().signal,
    onError(error) {
      throw error
    },
  })
}
beforeEach(() => {
  ;[held, time, lines, mails, isReachable] = [[[report]], 1_000_000, [], [], true]
  begin()
})
afterEach(() => log.close())

const remind = async (): Promise<number> => {
  asking.remind()
  await asking.idle()
  return mails.length
}

it('whoever is to approve is asked again when the link of the last mail has ended, a few times', async () => {
  asking.ask([report])
  await asking.idle()
  expect(mails).toMatchObject([
    { askedBefore: 0, link: { until: time + runLimits.approvalLinkMs } },
  ])
  for (let mail = 2; mail <= runLimits.approvalMails; mail++) {
    time += runLimits.approvalLinkMs - 1
    expect(await remind(), 'the link is still good').toBe(mail - 1)
    time += 1
    expect(await remind()).toBe(mail)
    expect(mails.at(-1)?.askedBefore).toBe(mail - 1)
    // Nothing depends on what this process remembers.
    if (mail === 2) await log.close().then(begin)
    expect(await remind()).toBe(mail)
  }
  for (const _ of [1, 2]) {
    time += runLimits.approvalLinkMs
    expect(await remind()).toBe(runLimits.approvalMails)
  }
  const told = (await log.list('r')).filter(({ code }) => code === 'approver_silent')
  expect(told, 'told once').toHaveLength(1)
})

it('nobody is reminded of what waits no more, and a changed report asks anew', async () => {
  asking.ask([report])
  await asking.idle()
  time += runLimits.approvalLinkMs
  held = []
  expect(await remind()).toBe(1)
  const changed = { ...report, attempt: 2 }
  held = [[changed]]
  asking.ask([changed])
  await asking.idle()
  expect(mails.at(-1)).toMatchObject({ askedBefore: 0 })
})

it('whoever could not be reached is tried once more after the time of a link', async () => {
  isReachable = false
  asking.ask([report])
  await asking.idle()
  expect(await remind()).toBe(1)
  time += runLimits.approvalLinkMs
  isReachable = true
  expect(await remind()).toBe(2)
  expect(mails.at(-1)?.askedBefore, 'no mail arrived before').toBe(0)
})
