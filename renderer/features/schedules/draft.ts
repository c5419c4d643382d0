import { MailAddress } from '../../../server/contract/mail-address.ts'
import type { ReportPeriod } from '../../../server/contract/report-options.ts'
import type {
  Schedule,
  ScheduleChange,
  ScheduleRequest,
} from '../../../server/contract/schedules.ts'
import type { ScheduleChoices } from '../choices/index.ts'
import { everyMonday, fromCron, toCron, whenProblem, type When } from './when.ts'

/** A schedule while its form is filled in. */
export interface ScheduleDraft {
  name: string
  when: When
  timeZone: string
  /** Null: the rooms that were chosen by hand. */
  groupOid: string | null
  roomOids: readonly string[]
  period: ReportPeriod
  make: readonly Schedule['make'][number][]
  delivery: Schedule['delivery']
  /** Empty: as rooms, groups and settings say. */
  recipients: readonly string[]
  /** Nobody gets a mail, whatever rooms, groups and settings say. */
  noMail: boolean
  /** Undefined: as rooms and group say. */
  approval: boolean | undefined
  /** Who is asked for it by mail; empty: nobody. */
  approver: string
  /** What goes before the choices of rooms and group, but for the approval. */
  choices: Omit<ScheduleChoices, 'approval' | 'approver'>
  missed: Schedule['missed']
}

export interface NewDraftOptions {
  timeZone: string
  groupOid?: string | undefined
  roomOids?: readonly string[] | undefined
}

/** Every Monday at eight, the last seven days, one mail: what is asked for most. */
export const newDraft = ({
  timeZone,
  groupOid,
  roomOids = [],
}: NewDraftOptions): ScheduleDraft => ({
  name: '',
  when: everyMonday,
  timeZone,
  groupOid: groupOid ?? null,
  roomOids,
  period: { days: 7 },
  make: ['rooms'],
  delivery: 'digest',
  recipients: [],
  noMail: false,
  approval: undefined,
  approver: '',
  choices: {},
  missed: 'catchUp',
})

export const draftOf = ({ options, ...schedule }: Schedule): ScheduleDraft => ({
  ...schedule,
  when: fromCron(schedule.cron),
  groupOid: schedule.groupOid ?? null,
  roomOids: schedule.roomOids ?? [],
  recipients: schedule.recipients ?? [],
  noMail: schedule.recipients?.length === 0,
  ...approvalOf(schedule, options),
  choices: withoutApproval(options),
})

/** Approval of the schedule goes before that of its options. Null holds nothing, like false. */
const approvalOf = (
  { approval, approver }: Pick<Schedule, 'approval' | 'approver'>,
  options: ScheduleChoices | undefined,
): Pick<ScheduleDraft, 'approval' | 'approver'> => ({
  approval: approval || (options?.approval === null ? false : options?.approval),
  approver: approver ?? options?.approver ?? '',
})

const withoutApproval = (options: ScheduleChoices = {}): ScheduleDraft['choices'] => {
  const { approval: _, approver: __, ...choices } = options
  return choices
}

export type DraftProblems = Partial<
  Record<'name' | 'time' | 'days' | 'cron' | 'target' | 'make' | 'approver', true>
> & {
  /** The one that is no address. */
  recipient?: string
}

/** Nobody, or an address. */
const isApproverGood = ({ approval, approver }: ScheduleDraft): boolean =>
  approval === false || approver.trim() === '' || MailAddress.safeParse(approver.trim()).success

/** What keeps a draft from being saved. */
export const draftProblems = (draft: ScheduleDraft): DraftProblems => {
  const { name, when, groupOid, roomOids, make, recipients, noMail } = draft
  const late = whenProblem(when)
  const wrong = recipients.find((address) => !MailAddress.safeParse(address).success)
  return {
    ...(name.trim() === '' && { name: true }),
    ...(late !== null && { [late]: true }),
    ...(groupOid === null && roomOids.length === 0 && { target: true }),
    ...(make.length === 0 && { make: true }),
    ...(!isApproverGood(draft) && { approver: true }),
    ...(!noMail && wrong !== undefined && { recipient: wrong }),
  }
}

/** Without problems only. */
export const toRequest = (draft: ScheduleDraft): ScheduleRequest => {
  const { name, when, timeZone, groupOid, roomOids, recipients, noMail, make, ...others } = draft
  const { period, delivery, approval, missed, choices } = others
  const approver = approval === false ? '' : others.approver.trim()
  const options = approval === false ? { ...choices, approval } : choices
  return {
    name: name.trim(),
    cron: toCron(when),
    timeZone,
    ...(groupOid === null ? { roomOids: [...roomOids] } : { groupOid }),
    period,
    make: [...make],
    delivery,
    ...((noMail || recipients.length > 0) && { recipients: noMail ? [] : [...recipients] }),
    ...(Object.keys(options).length > 0 && { options }),
    approval: approval === true,
    ...(approver !== '' && { approver }),
    missed,
    paused: false,
  }
}

/** The same of a schedule that is there: whether it is paused stays as it is. Without problems only. */
export const toChange = (draft: ScheduleDraft): ScheduleChange => {
  const {
    paused: _,
    recipients = null,
    approver = null,
    options = null,
    ...request
  } = toRequest(draft)
  return { ...request, recipients, approver, options }
}
