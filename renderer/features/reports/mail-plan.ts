import type { OwnChoices } from '../../../server/contract/groups.ts'

/** Who would get the workbooks by mail, and in how many mails. */
export interface MailPlan {
  /** Everybody who gets at least one. */
  recipients: string[]
  mails: number
  /** One mail for all reports whose rooms have no recipients of their own. */
  isDigest: boolean
}

export interface MailPlanAsked {
  roomOids: readonly string[]
  /** One workbook over all rooms; what rooms have chosen does not count for it. */
  isOverview: boolean
  isDigest: boolean
  /** Those of the group, or else of the settings. */
  usual: readonly string[]
  /** Those of the settings: for rooms that take nobody from groups. */
  ofSettings: readonly string[]
  /** Rooms that have chosen something themselves. */
  own: readonly OwnChoices[]
}

/** A room's own recipients go before all others, and their report never goes into the mail of those. */
export const planMails = (asked: MailPlanAsked): MailPlan => {
  const { roomOids, isOverview, isDigest, usual, ofSettings, own } = asked
  const chosen = new Map(
    own.map(({ roomOid, options: { recipients } }) => [
      roomOid,
      recipients === null ? ofSettings : recipients,
    ]),
  )
  const each = isOverview ? [] : roomOids.flatMap((roomOid) => [chosen.get(roomOid)])
  const apart = each.filter((people) => people !== undefined && people.length > 0)
  const sharing = isOverview ? 1 : each.filter((people) => people === undefined).length
  const shared = usual.length === 0 ? 0 : isDigest ? Math.min(1, sharing) : sharing
  const people = [...(shared > 0 ? usual : []), ...apart.flatMap((those) => those ?? [])]
  return { recipients: [...new Set(people)], mails: shared + apart.length, isDigest }
}
