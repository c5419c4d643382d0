import { destinationsOf, smtpSettingsOf } from './adapters.ts'
import { reportLimits } from './contract/limits.ts'
import { createDelivery, type Delivery } from './delivery/delivery.ts'
import { createDispatching, type Dispatching } from './delivery/dispatching.ts'
import type { News } from './news.ts'
import type { Engine } from './ports/engine.ts'
import { createAnnouncing, type Announce } from './reports/announcing.ts'
import type { ReportLog } from './reports/report-log.ts'
import type { EffectiveSettings } from './settings/settings.ts'

export interface DeliveringDeps {
  engine: Pick<Engine, 'blobs' | 'dispatches' | 'reports' | 'owner'>
  effective(): EffectiveSettings
  reportLog: Pick<ReportLog, 'of'>
  news: Pick<News, 'roomChanged'>
  notKept(words: string): (error: unknown) => void
}

export interface Delivering {
  /** Mails, by settings that need not be saved. */
  deliveryWith(settings: EffectiveSettings): Delivery
  /** Folders and webhooks. */
  dispatching: Dispatching
  announce: Announce
}

/** How finished reports leave: by mail, into a folder, to a webhook. */
export function createDelivering(deps: DeliveringDeps): Delivering {
  const { engine, effective, reportLog, news, notKept } = deps
  const dispatching = createDispatching({
    dispatches: engine.dispatches,
    reports: engine.reports,
    blobs: engine.blobs,
    destinations: () => destinationsOf(effective()),
    owner: engine.owner,
    onTried({ reportOid, attempt, destination, tries }, { state, said }) {
      const told = async (): Promise<void> => {
        const report = await engine.reports.get(reportOid)
        if (report === null) return
        const level = state === 'sent' ? 'info' : state === 'again' ? 'warn' : 'error'
        const line = { attempt, level, id: 'report.dispatch', said } as const
        reportLog.of(reportOid, report.roomOid)({ ...line, detail: { destination, tries } })
        news.roomChanged(report.roomOid)
      }
      told().catch(notKept('What became of a dispatch was not told'))
    },
    onError: notKept('What goes to folders and webhooks could not be looked up'),
  })
  return {
    dispatching,
    announce: createAnnouncing({
      dispatches: engine.dispatches,
      reports: engine.reports,
      onAdded: dispatching.wake,
      now: () => Date.now(),
    }),
    deliveryWith: (changed) =>
      createDelivery({
        smtp: smtpSettingsOf(changed),
        blobs: engine.blobs,
        maxAttachmentBytes: reportLimits.maxAttachmentBytes,
        language: changed.values.reportLanguage,
      }),
  }
}
