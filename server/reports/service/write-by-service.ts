import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Reason } from '../../contract/reason.ts'
import { sentence } from '../../contract/sentences.ts'
import { isLocal } from '../../summary/model/local.ts'
import type { WorkbookInput } from '../../workbook/write-workbook.ts'
import type { ReportJob } from '../job.ts'
import { secondsOf } from '../retry-policy.ts'
import type { StagePorts } from '../stages/ports.ts'
import type { WorkbookService } from './service.ts'
import { callService, ServiceFailure, serviceLimits } from './call.ts'
import { faultOf } from './check-workbook.ts'
import { serviceLines } from './lines.ts'

export type ByService =
  | { kind: 'written'; bytes: number; sha256: string }
  /** The app has to write it; nothing is left where the file was to be. */
  | { kind: 'not-written'; reason: Reason }

/**
 * Has the workbook of a report written elsewhere. What fails for a passing reason is tried again with the same key,
 * so that a service which has it already need not write it twice. Never rejects because of the service.
 *
 * @param service null: there is none, and null comes back
 * @param total messages and system lines that will be sent
 * @throws the reason of `signal`; errors of the disk as they come
 */
export async function writeByService(
  service: WorkbookService | null,
  job: ReportJob,
  input: WorkbookInput,
  total: number,
  ports: Pick<StagePorts, 'hear' | 'rooms'>,
  limits = serviceLimits,
): Promise<ByService | null> {
  if (service === null) return null
  const { host } = new URL(service.url)
  const { signal, file } = input
  // Asked here, right before the messages would go.
  if (!isLocal(service.url) && (await ports.rooms.isLocalOnly(job.room.roomOid))) {
    return { kind: 'not-written', reason: sentence('service_stays_here', { host }) }
  }
  for (let tries = 1; ; tries++) {
    try {
      const written = await callService({
        service: service.url,
        token: service.token,
        idempotencyKey: `${job.reportOid}-${job.attempt}`,
        lines: serviceLines(job, input, total, (sent) => input.onProgress(sent, total)),
        file,
        signal,
        limits,
        onSent: () => ports.hear({ type: 'doing', said: sentence('service_writes', { host }) }),
      })
      const context = await faultOf(file, written.bytes, signal)
      if (context === null) return { kind: 'written', ...written }
      throw new ServiceFailure(sentence('service_wrong_answer', { host, context }), null)
    } catch (error) {
      await rm(file, { force: true })
      if (!(error instanceof ServiceFailure)) throw error
      const wait =
        error.retryMs === null ? null : error.retryMs || limits.pauseMs * 4 ** (tries - 1)
      if (wait === null || wait > limits.maxPauseMs || tries >= limits.tries) {
        return { kind: 'not-written', reason: error.said }
      }
      const again = sentence('trying_again', { seconds: secondsOf(wait), reason: error.said })
      ports.hear({ type: 'doing', said: again })
      await sleep(wait, undefined, { signal }).catch(() => signal.throwIfAborted())
    }
  }
}
