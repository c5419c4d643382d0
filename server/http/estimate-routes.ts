import { ReportEstimate } from '../contract/estimates.ts'
import { ReportRequest } from '../contract/report-options.ts'
import type { EstimateReports } from '../reports/estimating.ts'
import type { Sights } from '../access/sight.ts'
import { seenOnly } from './seen-only.ts'
import { json, jsonBody, route, type Route } from './route.ts'

export interface EstimatePorts {
  estimate: EstimateReports
  sights: Pick<Sights, 'hides' | 'groups'>
}

/** What a request would take, before it is made. */
export const estimateRoutes = ({ estimate, sights }: EstimatePorts): Route[] => [
  route({
    method: 'post',
    path: '/reports/estimate',
    summary:
      'What the summaries of such a request would take: tokens, cost, and what leaves the computer',
    needs: 'viewer',
    isAudited: false,
    body: jsonBody(ReportRequest),
    answers: { 200: json('The estimate, by room and in sum', ReportEstimate) },
    async handle({ body, res }) {
      const asked = await seenOnly(body, res, sights)
      const found = await estimate(asked.body, () => res.closed)
      return found === null ? undefined : { ...found, rejected: asked.inOrder(found.rejected) }
    },
  }),
]
