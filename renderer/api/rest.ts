import type { Request } from './asking.ts'
import { fitting } from './fitting.ts'
import { createGroupRequests } from './group-requests.ts'
import { ReportEstimate } from '../../server/contract/estimates.ts'
import { z } from 'zod'
import {
  Connection,
  ConnectionList,
  MadeConnection,
  RemoteRoomPage,
  type ConnectionChange,
  type ConnectionRequest,
} from '../../server/contract/connections.ts'
import { Dispatch } from '../../server/contract/dispatches.ts'
import type { ServerConnection } from '../../server/contract/desktop-api.ts'
import { Import, type ImportReading } from '../../server/contract/imports.ts'
import { Health } from '../../server/contract/health.ts'
import { httpLimits } from '../../server/contract/limits.ts'
import { LocalModels } from '../../server/contract/local-models.ts'
import { PeopleSuggestion, Person } from '../../server/contract/people.ts'
import { PreviewPage, WorkbookPreview } from '../../server/contract/preview.ts'
import { CoveredReports, OverviewAnswer } from '../../server/contract/overviews.ts'
import type { ReportOptions, ReportRequest } from '../../server/contract/report-options.ts'
import {
  ApprovalLink,
  MailPreview,
  ReportAttempt,
  Queue,
  Report,
  ReportAnswer,
  ReportLogLine,
  type QueueChange,
} from '../../server/contract/reports.ts'
import {
  MergedRoom,
  Message,
  Room,
  type RoomChange,
  type RoomMerge,
  type RoomSort,
} from '../../server/contract/rooms.ts'
import {
  ModelList,
  ModelServerList,
  SettingsView,
  TestAnswer,
  type SettingsChange,
  type TestMailRequest,
  type TestSummaryRequest,
} from '../../server/contract/settings.ts'
import { ThrownAway, TrashEntry, type TrashRequest } from '../../server/contract/trash.ts'
import { SearchHit } from '../../server/contract/search.ts'
import { Summary, type SummaryChange } from '../../server/contract/summary.ts'
import { problemOf, RestError, unreachable } from './rest-error.ts'
import type {
  MessageQuery,
  PeopleQuery,
  PeopleSaying,
  ReportQuery,
  RoomQuery,
  SearchQuery,
} from './queries.ts'

export interface RestOptions {
  /** Where the server is; requests wait for it. */
  connection: Promise<ServerConnection>
  /** Default: the platform's fetch. */
  fetch?: typeof fetch
  /** Told how many items of a list did not fit the contract and were left out. Default: the console only. */
  onLeftOut?: (count: number) => void
}

/** A page whose items are checked one by one. */
const Page = z.object({
  items: z.array(z.unknown()),
  nextCursor: z.string().nullable(),
  total: z.int().nonnegative(),
})
const HitPage = Page.extend({ isTotalCut: z.boolean(), pending: z.int().nonnegative() })
const List = z.object({ items: z.array(z.unknown()) })
const ChangedReport = z.object({ report: Report })
const ChosenSummary = ChangedReport.extend({ summary: Summary })
const ChangedPeople = z.object({ people: z.array(Person) })

/** The server's HTTP interface as typed functions. Every answer is checked against the contract. */
export const createRest = ({
  connection,
  fetch: send = fetch.bind(globalThis),
  onLeftOut = () => undefined,
}: RestOptions) => {
  const ask = async <S extends z.ZodType>(schema: S, path: string, request: Request = {}) => {
    const { url, accessToken } = await connection
    const target = new URL(path, url)
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) target.searchParams.set(name, String(value))
    }
    // Without a token the cookie of the session authenticates.
    const headers: Record<string, string> =
      accessToken === '' ? {} : { authorization: `Bearer ${accessToken}` }
    if (request.body !== undefined) headers['content-type'] = 'application/json'
    if (request.idempotencyKey) headers['idempotency-key'] = request.idempotencyKey
    let response: Response
    try {
      response = await send(target, {
        method: request.method ?? 'GET',
        headers,
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        ...(request.signal && { signal: request.signal }),
      })
    } catch (cause) {
      throw unreachable(cause)
    }
    if (!response.ok) throw await problemOf(response)
    const answer = schema.safeParse(response.status === 204 ? undefined : await response.json())
    if (!answer.success) {
      throw new RestError(response.status, 'unexpected_answer', z.prettifyError(answer.error))
    }
    return answer.data as z.infer<S>
  }

  const askPage = async <S extends z.ZodType>(item: S, path: string, request: Request) => {
    const page = await ask(Page, path, request)
    return { ...page, items: fitting(item, page.items, onLeftOut) }
  }
  const askList = async <S extends z.ZodType>(item: S, path: string, request: Request = {}) =>
    fitting(item, (await ask(List, path, request)).items, onLeftOut)

  const everyPage = async <T>(
    read: (cursor: string | undefined) => Promise<{ items: T[]; nextCursor: string | null }>,
    { max = Number.POSITIVE_INFINITY, from }: { max?: number | undefined; from?: string } = {},
  ): Promise<T[]> => {
    const all: T[] = []
    let cursor = from
    do {
      const page = await read(cursor)
      all.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined && all.length < max)
    return all
  }

  const localModel = (modelId: string) => `/api/local-models/${encodeURIComponent(modelId)}`
  const connectionPath = (oid: string) => `/api/connections/${encodeURIComponent(oid)}`
  const report = (oid: string) => `/api/reports/${encodeURIComponent(oid)}`
  const room = (oid: string) => `/api/rooms/${encodeURIComponent(oid)}`
  const limit = httpLimits.maxPageSize
  const change = async (
    oid: string,
    what: 'cancel' | 'retry' | 'run-next' | 'quotes',
  ): Promise<Report> =>
    (await ask(ChangedReport, `${report(oid)}/${what}`, { method: 'POST' })).report

  return {
    health: () => ask(Health, '/api/health'),
    /** Default: all rooms by name, as far as one answer holds them. */
    roomPage: ({ sort = 'name', max = limit, cursor }: RoomQuery = {}) =>
      askPage(Room, '/api/rooms', { query: { cursor, limit: max, sort } }),
    /** The rooms behind `cursor`, in the same order; null: all rooms. */
    roomsFrom: (cursor: string | null, sort: RoomSort) =>
      everyPage((next) => askPage(Room, '/api/rooms', { query: { cursor: next, limit, sort } }), {
        ...(cursor !== null && { from: cursor }),
      }),
    room: (roomOid: string) => ask(Room, room(roomOid)),
    /** `localOnly`: its messages are never sent to another computer. */
    changeRoom: (roomOid: string, body: RoomChange) =>
      ask(Room, room(roomOid), { method: 'PATCH', body }),
    /** The room that stays; `takeBack` undoes it until its `until`. */
    mergeRooms: (body: RoomMerge) => ask(MergedRoom, '/api/rooms/merge', { method: 'POST', body }),
    messages: (roomOid: string, query: MessageQuery = {}, signal?: AbortSignal) =>
      askPage(Message, `${room(roomOid)}/messages`, { query: { ...query }, signal }),
    /** Messages with these words, newest first; without a room in all of them. */
    search: async (query: SearchQuery, signal?: AbortSignal) => {
      const page = await ask(HitPage, '/api/search', { query: { ...query }, signal })
      return { ...page, items: fitting(SearchHit, page.items, onLeftOut) }
    },
    /** Those who have written, and how many there are where they are more than `max`. */
    people: async (
      query: PeopleQuery,
      { max, signal }: { max: number; signal?: AbortSignal | undefined },
    ): Promise<{ people: Person[]; total: number }> => {
      let total = 0
      const people = await everyPage(
        async (cursor) => {
          const page = await askPage(Person, '/api/people', {
            query: { ...query, cursor, limit: Math.min(limit, max) },
            signal,
          })
          total = page.total
          return page
        },
        { max },
      )
      return { people, total }
    },
    /** People who may be one, of all rooms or of one. */
    suggestedPeople: (roomOid: string | null) =>
      askList(PeopleSuggestion, '/api/people/suggestions', {
        query: { roomOid: roomOid ?? undefined },
      }),
    /** Those who were meant, as they are then; nobody where nothing else is known of them. */
    sayOfPeople: async (saying: PeopleSaying): Promise<Person[]> => {
      const { kind, body } = saying
      switch (kind) {
        case 'change':
          return (await ask(ChangedPeople, '/api/people', { method: 'PATCH', body })).people
        case 'merge':
          return [await ask(Person, '/api/people/merge', { method: 'POST', body })]
        case 'split':
          return (await ask(ChangedPeople, '/api/people/split', { method: 'POST', body })).people
        case 'apart':
          await ask(z.undefined(), '/api/people/apart', { method: 'POST', body })
          return []
      }
    },
    ...createGroupRequests({ ask, askPage, askList }),
    /** Who may come in, and who sees what: of a server of a team, so that most windows never load it. */
    access: async () =>
      (await import('./access-requests.ts')).createAccessRequests({ ask, askPage, askList }),
    reports: ({ max, ...query }: ReportQuery = {}) =>
      everyPage(
        (cursor) =>
          askPage(Report, '/api/reports', {
            query: { ...query, cursor, limit: Math.min(limit, max ?? limit) },
          }),
        { max },
      ),
    report: (reportOid: string) => ask(Report, report(reportOid)),
    /** The same `idempotencyKey` twice starts nothing twice. */
    trigger: (body: ReportRequest, idempotencyKey: string) =>
      ask(ReportAnswer, '/api/reports', { method: 'POST', body, idempotencyKey }),
    /** One workbook over these rooms, and the reports that it lacks. */
    overview: (body: ReportRequest, idempotencyKey: string) =>
      ask(OverviewAnswer, '/api/overviews', { method: 'POST', body, idempotencyKey }),
    /** What the summaries would take; starts nothing. */
    estimate: (roomOids: string[], options: ReportOptions, signal?: AbortSignal) =>
      ask(ReportEstimate, '/api/reports/estimate', {
        method: 'POST',
        body: { roomOids, options },
        signal,
      }),
    cancel: (reportOid: string) => change(reportOid, 'cancel'),
    /** Goes on from the failed stage as another attempt of the same report. */
    retry: (reportOid: string) => change(reportOid, 'retry'),
    /** Lets a waiting report run before all others. */
    runNext: (reportOid: string) => change(reportOid, 'run-next'),
    /** Takes quotes for the summary instead of waiting for the model. */
    quotes: (reportOid: string) => change(reportOid, 'quotes'),
    /** Attempts that have ended, newest first. */
    attempts: (reportOid: string) => askList(ReportAttempt, `${report(reportOid)}/attempts`),
    /** What is on its way to the folder and the webhook, oldest first. */
    dispatches: (reportOid: string) => askList(Dispatch, `${report(reportOid)}/dispatches`),
    retryDispatches: (reportOid: string) =>
      askList(Dispatch, `${report(reportOid)}/dispatches/retry`, { method: 'POST' }),
    /** The rooms of an overview with their reports. */
    covered: async (reportOid: string, signal?: AbortSignal) =>
      (await ask(CoveredReports, `${report(reportOid)}/covered`, { signal })).items,
    /** The mail as it would go out; 404 where there is none. */
    mail: (reportOid: string, signal?: AbortSignal) =>
      ask(MailPreview, `${report(reportOid)}/mail`, { signal }),
    approve: async (reportOid: string, approved: boolean): Promise<Report> =>
      (
        await ask(ChangedReport, `${report(reportOid)}/approval`, {
          method: 'POST',
          body: { approved },
        })
      ).report,
    approvalLink: (reportOid: string) =>
      ask(ApprovalLink, `${report(reportOid)}/approval-link`, { method: 'POST' }),
    /** Oldest first. */
    log: (reportOid: string) => askList(ReportLogLine, `${report(reportOid)}/log`),
    queue: () => ask(Queue, '/api/queue'),
    changeQueue: (body: QueueChange) => ask(Queue, '/api/queue', { method: 'POST', body }),
    /** 404 until the summary stage has written it. */
    summary: (reportOid: string, signal?: AbortSignal) =>
      ask(Summary, `${report(reportOid)}/summary`, { signal }),
    /** What it tells from now on; the workbook is written again. */
    choose: (reportOid: string, body: SummaryChange) =>
      ask(ChosenSummary, `${report(reportOid)}/summary`, { method: 'PATCH', body }),
    settings: () => ask(SettingsView, '/api/settings'),
    changeSettings: (body: SettingsChange) =>
      ask(SettingsView, '/api/settings', { method: 'PATCH', body }),
    testMail: (body: TestMailRequest, signal?: AbortSignal) =>
      ask(TestAnswer, '/api/settings/test-mail', { method: 'POST', body, signal }),
    testSummary: (body: TestSummaryRequest, signal?: AbortSignal) =>
      ask(TestAnswer, '/api/settings/test-summary', { method: 'POST', body, signal }),
    /** By its address alone; see the contract. */
    listModels: (body: TestSummaryRequest, signal?: AbortSignal) =>
      ask(ModelList, '/api/settings/models', { method: 'POST', body, signal }),
    modelServers: async (signal?: AbortSignal) =>
      (await ask(ModelServerList, '/api/settings/model-servers', { signal })).items,
    connections: () => ask(ConnectionList, '/api/connections'),
    makeConnection: (body: ConnectionRequest) =>
      ask(MadeConnection, '/api/connections', { method: 'POST', body }),
    changeConnection: (oid: string, body: ConnectionChange) =>
      ask(Connection, connectionPath(oid), { method: 'PATCH', body }),
    pauseConnection: (oid: string) =>
      ask(Connection, `${connectionPath(oid)}/pause`, { method: 'POST' }),
    resumeConnection: (oid: string) =>
      ask(Connection, `${connectionPath(oid)}/resume`, { method: 'POST' }),
    /** Its rooms stay. */
    removeConnection: (oid: string) =>
      ask(z.undefined(), connectionPath(oid), { method: 'DELETE' }),
    /** Rooms that the account can see; the server is asked. */
    remoteRooms: (oid: string, cursor?: string) =>
      ask(RemoteRoomPage, `${connectionPath(oid)}/rooms`, { query: { cursor } }),
    localModels: () => ask(LocalModels, '/api/local-models'),
    /** Begins, or goes on where it ended. */
    downloadModel: (modelId: string) =>
      ask(LocalModels, `${localModel(modelId)}/download`, { method: 'POST' }),
    cancelModelDownload: (modelId: string) =>
      ask(LocalModels, `${localModel(modelId)}/download`, { method: 'DELETE' }),
    removeModel: (modelId: string) => ask(LocalModels, localModel(modelId), { method: 'DELETE' }),
    /** Sheets and charts of the workbook as it lies on the disk. */
    preview: (reportOid: string, signal?: AbortSignal) =>
      ask(WorkbookPreview, `${report(reportOid)}/preview`, { signal }),
    previewPage: (
      reportOid: string,
      sheet: number,
      query: { offset: number; limit: number },
      signal?: AbortSignal,
    ) => ask(PreviewPage, `${report(reportOid)}/preview/${sheet}`, { query, signal }),
    import: (importOid: string) => ask(Import, `/api/imports/${encodeURIComponent(importOid)}`),
    cancelImport: (importOid: string) =>
      ask(Import, `/api/imports/${encodeURIComponent(importOid)}/cancel`, { method: 'POST' }),
    /** Forgets an import that has brought nothing. */
    removeImport: (importOid: string) =>
      ask(z.undefined(), `/api/imports/${encodeURIComponent(importOid)}`, { method: 'DELETE' }),
    /** Deletes together what is named; `takeBack` undoes it until the `until` of the answer. */
    throwAway: (body: Partial<TrashRequest>) =>
      ask(TrashEntry, '/api/trash', { method: 'POST', body }),
    takeBack: (trashOid: string) =>
      ask(ThrownAway, `/api/trash/${encodeURIComponent(trashOid)}/restore`, { method: 'POST' }),
    /** Reads the files of an ended import again, in another way. */
    readAgain: (importOid: string, reading: ImportReading) =>
      ask(Import, `/api/imports/${encodeURIComponent(importOid)}/retry`, {
        method: 'POST',
        body: reading,
      }),
  }
}

export type Rest = ReturnType<typeof createRest>
