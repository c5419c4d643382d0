import type { Choice, ChoiceOrigin } from '../contract/groups.ts'
import type { ReportOptions } from '../contract/reports.ts'

/** What one of those who may choose has chosen. */
export interface ChoiceLayer {
  from: ChoiceOrigin
  options: ReportOptions
  groupOid?: string
  groupName?: string
}

/** What was named is not there; over HTTP 404 with the code `group_not_found`, `room_not_found` or `schedule_not_found`. */
export class NotThere extends Error {
  override name = 'NotThere'
  readonly what: 'group' | 'room' | 'schedule'
  readonly oid: string

  constructor(what: NotThere['what'], oid: string) {
    super(`There is no ${what} "${oid}".`)
    this.what = what
    this.oid = oid
  }
}

/** Who chooses beside the request. */
export interface ChoicePorts {
  /** What these rooms have chosen themselves; those that have chosen nothing are left out. */
  ofRooms(roomOids: readonly string[]): Promise<ReadonlyMap<string, ReportOptions>>
  /** What a group has chosen, and the rooms that it has now. @throws NotThere */
  ofGroup(groupOid: string): Promise<{ layer: ChoiceLayer; roomOids: string[] }>
  /** What the groups have chosen that have this room, oldest first. */
  ofGroupsOf(roomOid: string): Promise<ChoiceLayer[]>
}

/** Nobody chooses beside the request. */
export const noChoices: ChoicePorts = {
  ofRooms: async () => new Map(),
  ofGroup: (groupOid) => Promise.reject(new NotThere('group', groupOid)),
  ofGroupsOf: async () => [],
}

/** A period is one value, however it is said. */
function* valuesOf({ from, to, period, workbook, ...others }: ReportOptions) {
  const asked = { from, to, period }
  if (Object.values(asked).some((value) => value !== undefined)) {
    yield ['period', period ?? { from, to }, asked] as const
  }
  for (const [key, value] of Object.entries(others)) yield [key, value, { [key]: value }] as const
  for (const [key, value] of Object.entries(workbook ?? {})) {
    yield [`workbook.${key}`, value, { workbook: { [key]: value } }] as const
  }
}

/**
 * What a report takes, value by value, from the first that has chosen it.
 *
 * @param layers the strongest first
 */
export function chosen(layers: readonly ChoiceLayer[]): {
  options: ReportOptions
  choices: Choice[]
} {
  let options: ReportOptions = {}
  const choices = new Map<string, Choice>()
  for (const { options: those, ...who } of layers) {
    for (const [key, value, part] of valuesOf(those)) {
      if (value === undefined || choices.has(key)) continue
      choices.set(key, { key, value, ...who })
      // The parts are those of options that a schema has checked.
      const { workbook, ...rest } = part as ReportOptions
      options = { ...options, ...rest }
      if (workbook !== undefined) options.workbook = { ...options.workbook, ...workbook }
    }
  }
  return { options: withoutGaps(options), choices: [...choices.values()] }
}

const withoutGaps = (options: ReportOptions): ReportOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
