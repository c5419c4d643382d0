import { ReportEstimate } from '../contract/estimates.ts'
import { ReportRequest } from '../contract/report-options.ts'
import type { EstimateReports } from '../reports/estimating.ts'
import { json, jsonBody, route, type Route } from './route.ts'

export interface EstimatePorts {
  estimate: EstimateReports
}

/** What a request would take, before it is made. */
export const estimateRoutes = ({ estimate }: EstimatePorts): Route[] => [
  route({
    method: 'post',
    path: '/reports/estimate',
    summary:
      'What the summaries of such a request would take: tokens, cost, and what leaves the computer',
    needs: 'viewer',
    isAudited: false,
    body: jsonBody(ReportRequest),
    answers: { 200: json('The estimate, by room and in sum', ReportEstimate) },
    handle: async ({ body, res }) => (await estimate(body, () => res.closed)) ?? undefined,
  }),
]
