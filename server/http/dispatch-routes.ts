import { DispatchList, type Dispatch } from '../contract/dispatches.ts'
import type { Dispatches, StoredDispatch } from '../ports/dispatches.ts'
import type { ReportService } from '../reports/report-service.ts'
import { inEnglish } from '../words/say.ts'
import { HttpProblem } from './problem.ts'
import { json, problem, route, type Route } from './route.ts'

export interface DispatchPorts {
  reports: Pick<ReportService, 'get'>
  dispatches: Pick<Dispatches, 'ofReport' | 'release'>
  dispatching: { wake(): void }
}

const shown = (stored: StoredDispatch): Dispatch => ({
  dispatchOid: stored.dispatchOid,
  attempt: stored.attempt,
  destination: stored.destination,
  state: stored.state,
  tries: stored.tries,
  nextTryAt: stored.state === 'pending' ? new Date(stored.dueAt).toISOString() : null,
  ...(stored.said === null ? {} : { ...stored.said, message: inEnglish(stored.said) }),
})

/** Reports on their way to a folder or a webhook. */
export function dispatchRoutes({ reports, dispatches, dispatching }: DispatchPorts): Route[] {
  async function listOf(reportOid: string): Promise<{ items: Dispatch[] }> {
    if ((await reports.get(reportOid)) === null) {
      throw new HttpProblem(404, { code: 'report_not_found', params: { report: reportOid } })
    }
    return { items: (await dispatches.ofReport(reportOid)).map(shown) }
  }

  return [
    route({
      method: 'get',
      path: '/reports/:reportOid/dispatches',
      summary: 'What became of a report on its way to the folder and the webhook, oldest first',
      answers: { 200: json('The dispatches', DispatchList) },
      handle: ({ params }) => listOf(params.reportOid),
    }),
    route({
      method: 'post',
      path: '/reports/:reportOid/dispatches/retry',
      summary: 'Tries those again that have failed, under the same ids',
      answers: {
        202: json('They are tried', DispatchList),
        409: problem('None has failed'),
      },
      async handle({ params: { reportOid } }) {
        await listOf(reportOid)
        if ((await dispatches.release(reportOid, 'failed', Date.now())) === 0) {
          throw new HttpProblem(409, {
            code: 'illegal_transition',
            params: { context: 'dispatch_retry' },
          })
        }
        dispatching.wake()
        return listOf(reportOid)
      },
    }),
  ]
}
