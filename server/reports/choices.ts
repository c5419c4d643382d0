import type { Choice, ChoiceOrigin } from '../contract/groups.ts'
import type { DecidedOptions, ReportOptions } from '../contract/report-options.ts'

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
    yield ['period', period === undefined ? { from, to } : period, asked] as const
  }
  for (const [key, value] of Object.entries(others)) yield [key, value, { [key]: value }] as const
  for (const [key, value] of Object.entries(workbook ?? {})) {
    yield [`workbook.${key}`, value, { workbook: { [key]: value } }] as const
  }
}

/**
 * What a report takes, value by value, from the first that has chosen it. Who has chosen null takes the value from
 * nobody else but the settings.
 *
 * @param layers the strongest first
 */
export function chosen(layers: readonly ChoiceLayer[]): {
  options: DecidedOptions
  choices: Choice[]
} {
  let options: DecidedOptions = {}
  const choices = new Map<string, Choice>()
  for (const { options: those, ...who } of layers) {
    for (const [key, value, part] of valuesOf(those)) {
      if (value === undefined) continue
      const before = choices.get(key)
      const isOpen = before?.none === true && before.value === null && who.from === 'settings'
      if (before !== undefined && !isOpen) continue
      const none = value === null && { none: true as const }
      choices.set(
        key,
        before === undefined ? { key, value, ...none, ...who } : { ...before, value },
      )
      if (value === null) continue
      // The parts are those of options that a schema has checked, and what is null was left out.
      const { workbook, ...rest } = part as DecidedOptions
      options = { ...options, ...rest }
      if (workbook !== undefined) options.workbook = { ...options.workbook, ...workbook }
    }
  }
  return { options: withoutGaps(options), choices: [...choices.values()] }
}

const withoutGaps = (options: DecidedOptions): DecidedOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
