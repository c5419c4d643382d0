import type { ConnectedRoom } from '../ports/connections.ts'
import { redactorOf } from '../redaction.ts'
import type { Language } from '../words/catalogues.ts'
import { say } from '../words/say.ts'
import { askOnce } from './asking.ts'
import type { Budgets, Clock } from './budgets.ts'
import type { Connector, SaidMessage, Secrets, Session } from './connector.ts'
import { connectionLimits } from './limits.ts'

/** What became of a report that was asked for in its room. */
export interface RequestedReport {
  isMade: boolean
  language: Language
  /** Where others find it; null: nobody reaches this computer. */
  url: string | null
}

/** Makes a report of a room, and resolves once it has ended; null where nothing is to be said of it. */
export type MakeReport = (roomOid: string, signal: AbortSignal) => Promise<RequestedReport | null>

const please =
  /^(?:report,?\s+please|please,?\s+report|(?:den\s+)?bericht,?\s+bitte|bitte,?\s+(?:den\s+)?bericht)\s*[.!?]*$/

/** Longer ones are no request, whatever they say. */
const maxRequest = 200

/**
 * Whether words ask the account for a report of the room that they stand in: "@account report please", and the same in
 * German. The account is named as the service names it, by the part before a server, or as Rapporteur; so nobody who merely
 * speaks of reports gets one.
 */
export function isReportRequest(text: string, account: string): boolean {
  if (text.length > maxRequest) return false
  const words = text.trim().toLowerCase().replace(/^@/, '')
  const full = account.trim().toLowerCase().replace(/^@/, '')
  const names = [full, full.split(/[:@]/)[0] ?? '', 'rapporteur']
  return names.some((name) => {
    if (name === '' || !words.startsWith(name)) return false
    const rest = /^(?:\s*[:,])?\s+(.*)$/s.exec(words.slice(name.length))?.[1]
    return rest !== undefined && please.test(rest)
  })
}

export interface ReportRequestsDeps {
  /** One that can say something. */
  connector: Connector
  session(signal: AbortSignal): Session
  secrets: Secrets
  budgets: Budgets
  /** The account by which the connection reads. */
  account: string
  makeReport: MakeReport
  clock: Clock
  /** The service wants to be left alone for so long that a restart must know. */
  onPause(): void
  /** Told without secrets. */
  onError(error: unknown): void
}

/** A room here, and where it is. */
export type AskedRoom = Pick<ConnectedRoom, 'roomOid' | 'remoteId'>

/** Answers those who ask for a report in a room of one connection, no more often than is good for room and computer. */
export class ReportRequests {
  readonly #deps: ReportRequestsDeps
  /** What was answered within the last hour. */
  #answered: { roomOid: string; at: number }[] = []
  readonly #running = new Set<Promise<void>>()
  readonly #stop = new AbortController()

  constructor(deps: ReportRequestsDeps) {
    this.#deps = deps
  }

  /** Something was said in a room that is read. */
  hear(room: AskedRoom, said: SaidMessage): void {
    if (this.#stop.signal.aborted || !this.#isAsked(room, said)) return
    const running = this.#answer(room, said)
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) this.#deps.onError(error)
      })
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  /** Resolves once nothing is said any more. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await Promise.allSettled(this.#running)
  }

  #isAsked({ roomOid }: AskedRoom, said: SaidMessage): boolean {
    const { message, editedAt = null, deletedAt = null } = said
    const { account, clock } = this.#deps
    if (message.kind !== 'message' || message.isBot === true) return false
    // What was edited may have been said, and answered, long ago.
    if (editedAt !== null || deletedAt !== null || !isReportRequest(message.text, account))
      return false
    const now = clock.now()
    if (Math.abs(now - (message.when.at ?? now)) > connectionLimits.requestAgeMs) return false
    const { requestAgainMs, maxRequestsAnHour } = connectionLimits
    this.#answered = this.#answered.filter(({ at }) => now - at < 60 * 60_000)
    if (this.#answered.length >= maxRequestsAnHour) return false
    const isOfRoom = (one: { roomOid: string; at: number }): boolean =>
      one.roomOid === roomOid && now - one.at < requestAgainMs
    if (this.#answered.some(isOfRoom)) return false
    this.#answered.push({ roomOid, at: now })
    return true
  }

  async #answer({ roomOid, remoteId }: AskedRoom, { message: to }: SaidMessage): Promise<void> {
    const { connector, secrets, budgets, makeReport, clock, onPause } = this.#deps
    const signal = AbortSignal.any([
      this.#stop.signal,
      AbortSignal.timeout(connectionLimits.requestedMs),
    ])
    const made = await makeReport(roomOid, signal)
    if (made === null) return
    const { isMade, language, url } = made
    const code = !isMade
      ? ('connection_report_failed' as const)
      : url === null
        ? ('connection_report_here' as const)
        : ('connection_report_ready' as const)
    // Nothing of what people or servers have said is in it.
    const words = say(language, { code, params: { url: url ?? '' } })
    const text = redactorOf(Object.values(secrets)).text(words)
    const session = this.#deps.session(this.#stop.signal)
    const asking = { connector, budgets, clock, session, onPause, asked: 'say' as const }
    await askOnce(asking, async (service, asked) => {
      await service.say?.(asked, { room: remoteId, text, to })
    })
  }
}
