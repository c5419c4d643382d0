import { Approval, ApprovalLink, MailPreview, ReportEnvelope } from '../contract/reports.ts'
import { toReport } from '../ports/report.ts'
import { approvalPath } from '../reports/approval-link.ts'
import type { ReportService } from '../reports/report-service.ts'
import { originOf } from './origin.ts'
import { whoOf } from './gate.ts'
import { HttpProblem } from './problem.ts'
import { json, jsonBody, problem, route, type Route } from './route.ts'

export interface ApprovalPorts {
  reports: Pick<ReportService, 'get' | 'mail' | 'approving'>
}

/** What goes out, looked at and approved before it does. */
export function approvalRoutes({ reports }: ApprovalPorts): Route[] {
  const missing = (reportOid: string) =>
    new HttpProblem(404, { code: 'report_not_found', params: { report: reportOid } })

  return [
    route({
      method: 'get',
      path: '/reports/:reportOid/mail',
      summary: 'The mail of a finished report as it would go out, and who gets it',
      answers: { 200: json('The mail', MailPreview) },
      async handle({ params: { reportOid } }) {
        if ((await reports.get(reportOid)) === null) throw missing(reportOid)
        const mail = await reports.mail(reportOid)
        if (mail !== null) return mail
        throw new HttpProblem(404, { code: 'not_found', params: { context: 'mail' } })
      },
    }),
    route({
      method: 'post',
      path: '/reports/:reportOid/approval',
      summary: 'Approves a report that waits for it, and the digest it is a part of, or does not',
      body: jsonBody(Approval),
      answers: {
        202: json('It goes out, or it does not', ReportEnvelope),
        409: problem('It does not wait for an approval'),
      },
      async handle({ params: { reportOid }, body: { approved }, res }) {
        const { name, holder } = whoOf(res)
        const report = await reports.approving.decide(reportOid, approved, name ?? holder)
        if (report === null) throw missing(reportOid)
        return { report: toReport(report) }
      },
    }),
    route({
      method: 'post',
      path: '/reports/:reportOid/approval-link',
      summary: 'A link by which whoever has it may approve the report, until it expires or changes',
      answers: {
        200: json('The link', ApprovalLink),
        409: problem('It does not wait for an approval'),
      },
      async handle({ params: { reportOid }, req }) {
        const link = await reports.approving.link(reportOid)
        if (link === null) throw missing(reportOid)
        const url = `${originOf(req)}${approvalPath}/${link.token}`
        return { url, expiresAt: new Date(link.until).toISOString() }
      },
    }),
  ]
}
