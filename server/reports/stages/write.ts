import { buffer } from 'node:stream/consumers'
import { isoOrNull } from '../../contract/instant.ts'
import { sentence } from '../../contract/sentences.ts'
import { pictureInfo } from '../../workbook/logo.ts'
import {
  writeWorkbook,
  type WorkbookInput,
  type WorkbookOptions,
} from '../../workbook/write-workbook.ts'
import { inEnglish } from '../../words/say.ts'
import { writeByService } from '../service/write-by-service.ts'
import { partText } from '../../figures/message-filter.ts'
import { speechIn } from '../../figures/speech-in.ts'
import { ReportFailure } from '../failure.ts'
import type { ReportJob, StageOutcome } from '../job.ts'
import { messageSlices, type StagePorts } from './ports.ts'

/** The choices of the report, with the logo read from where it was kept. */
async function workbookOptions(
  { workbook, logo: logoKey }: ReportJob,
  blobs: StagePorts['blobs'],
): Promise<WorkbookOptions> {
  const { language, sheets, columns, themeColor, anonymize, logo } = workbook
  const options: WorkbookOptions = { language, sheets, columns, themeColor, anonymize }
  if (logo !== null && 'problem' in logo)
    options.logoProblem = { message: logo.problem, ...logo.said }
  if (logoKey === null) return options
  const content = await contentOf(logoKey, blobs)
  const info = pictureInfo(content)
  return info === null
    ? { ...options, logoProblem: { message: 'its file was damaged', ...sentence('logo_damaged') } }
    : { ...options, logo: { ...info, content, description: 'Logo' } }
}

async function contentOf(logo: string, blobs: StagePorts['blobs']): Promise<Buffer> {
  try {
    const stream = await blobs.open(logo)
    if (stream !== null) return await buffer(stream)
  } catch (cause) {
    throw logoFailure((cause as NodeJS.ErrnoException).code ?? 'unknown error', cause)
  }
  throw logoFailure('ENOENT')
}

const logoFailure = (text: string, cause?: unknown): ReportFailure =>
  new ReportFailure({ code: 'workbook_failed', params: { context: 'logo', text } }, { cause })

const partOf = ({ filter, workbook }: ReportJob): string | undefined =>
  filter && partText(speechIn(workbook.language, workbook.timeZone), filter, workbook.anonymize)

/** Builds the workbook under a temporary name, on disk for good when this resolves. */
export async function write(
  job: ReportJob,
  ports: StagePorts,
  signal: AbortSignal,
): Promise<StageOutcome> {
  const collected = await ports.reports.checkpoints.get(job.reportOid, 'collecting')
  const summary = await ports.reports.checkpoints.get(job.reportOid, 'summarizing')
  if (collected === null || summary === null) {
    throw new ReportFailure({ code: 'internal', params: { context: 'stage_gone' } })
  }
  const total = collected.messages + collected.system
  const count = (done: number): void =>
    ports.hear({ type: 'progress', done: Math.min(done, total), total, unit: 'rows' })
  count(0)
  const attempts = await ports.reports.attempts(job.reportOid)
  const input: WorkbookInput = {
    file: job.temporaryFile,
    room: job.room,
    period: {
      from: isoOrNull(job.range.from),
      to: isoOrNull(job.range.to),
      isSinceLast: job.isSinceLast,
      part: partOf(job),
    },
    statistics: collected.statistics,
    summary,
    messages: () => messageSlices(ports.messages, job, signal),
    options: await workbookOptions(job, ports.blobs),
    delivery: { recipients: [...job.recipients] },
    earlierAttempts: attempts
      // One that finished was written once more because people chose what it tells.
      .filter(({ attempt, state }) => attempt < job.attempt && state !== 'finished')
      .map(({ attempt, ...end }) => {
        const { message, code, params } = end.error ?? end
        return { attempt, message, code, params }
      })
      .reverse(),
    createdAt: new Date(job.createdAt),
    signal,
    onProgress: count,
  }
  const elsewhere = await writeByService(job.service, job, input, total, ports)
  if (elsewhere?.kind === 'written') {
    const { bytes, sha256 } = elsewhere
    return { written: { bytes, sha256, writtenBy: new URL(job.service?.url ?? '').host } }
  }
  if (elsewhere !== null) {
    ports.hear({ type: 'doing', said: sentence('writing') })
    count(0)
  }
  const { bytes, sha256 } = await writeWorkbook(input)
  if (elsewhere === null) return { written: { bytes, sha256 } }
  const { reason } = elsewhere
  return { written: { bytes, sha256, withoutService: { ...reason, message: inEnglish(reason) } } }
}
