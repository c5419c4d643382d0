import { z } from 'zod'
import { groupLimits, httpLimits, messageLimits } from './limits.ts'
import { DeliveryForm, ReportOptions } from './report-options.ts'
import { RoomOid } from './rooms.ts'

const Count = z.int().nonnegative()
const Timestamp = z.iso.datetime({ offset: true })

export const GroupName = z.string().trim().min(1).max(groupLimits.maxNameLength)

/** Rooms that belong to a group by what they are. All parts that are named must fit. */
export const GroupRule = z
  .object({
    source: z.string().trim().min(1).max(64).optional().meta({
      description: 'The chat application: slack, irc, live ...',
    }),
    nameLike: z.string().trim().min(1).max(messageLimits.maxRoomNameLength).optional().meta({
      description:
        'The whole name, in any case: `*` stands for any letters, `?` for one. Without either: a part of the name.',
    }),
    workspace: z.string().trim().min(1).max(512).optional().meta({
      description:
        'What the import was called that brought the room, in any case; `*`, `?` as above.',
    }),
  })
  .strict()
  .refine((rule) => Object.values(rule).some((part) => part !== undefined), {
    error: 'Name at least one of source, nameLike, workspace',
  })
  .meta({ id: 'GroupRule' })
export type GroupRule = z.infer<typeof GroupRule>

const RoomOids = z.array(RoomOid).max(httpLimits.maxRoomsPerTrigger)

const groupFields = {
  name: GroupName,
  roomOids: RoomOids.meta({ description: 'Rooms that are in it by hand.' }),
  rule: GroupRule.optional().meta({ description: 'Rooms that are in it beside those.' }),
  options: ReportOptions.optional().meta({
    description:
      'What its reports are like. What a request names, and what a room has chosen itself, goes before it.',
  }),
  delivery: DeliveryForm.optional().meta({
    description: 'A mail for each report, or one for all; goes before `options.delivery`.',
  }),
}

export const Group = z
  .object({
    groupOid: z.string(),
    ...groupFields,
    roomCount: Count.meta({
      description: 'Rooms that it has at this moment, by hand and by rule.',
    }),
    createdAt: Timestamp,
  })
  .meta({ id: 'Group' })
export type Group = z.infer<typeof Group>

export const GroupRequest = z
  .object({ ...groupFields, roomOids: RoomOids.default([]) })
  .strict()
  .meta({ id: 'GroupRequest' })
export type GroupRequest = z.infer<typeof GroupRequest>

/** What is not named stays as it is; null takes it away. */
export const GroupChange = z
  .object({
    name: GroupName.optional(),
    roomOids: RoomOids.optional().meta({ description: 'All rooms by hand, in place of the old.' }),
    addRoomOids: RoomOids.optional(),
    removeRoomOids: RoomOids.optional(),
    rule: GroupRule.nullable().optional(),
    options: ReportOptions.nullable().optional(),
    delivery: DeliveryForm.nullable().optional(),
  })
  .strict()
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: 'Name what is to be changed',
  })
  .meta({ id: 'GroupChange' })
export type GroupChange = z.infer<typeof GroupChange>

/** By name. */
export const GroupList = z.object({ items: z.array(Group) }).meta({ id: 'GroupList' })
export type GroupList = z.infer<typeof GroupList>

/** A room that a group has now, and why. */
export const GroupRoom = z
  .object({
    roomOid: RoomOid,
    name: z.string(),
    source: z.string(),
    by: z.array(z.enum(['hand', 'rule'])).min(1),
  })
  .meta({ id: 'GroupRoom' })
export type GroupRoom = z.infer<typeof GroupRoom>

export const GroupRooms = z.object({ items: z.array(GroupRoom) }).meta({ id: 'GroupRooms' })
export type GroupRooms = z.infer<typeof GroupRooms>

/** Which rooms a group would have that is not there yet. */
export const GroupRoomsQuestion = z
  .object({ roomOids: RoomOids.default([]), rule: GroupRule.optional() })
  .strict()
  .meta({ id: 'GroupRoomsQuestion' })
export type GroupRoomsQuestion = z.infer<typeof GroupRoomsQuestion>

/** Who has chosen a value, the strongest first. */
export const choiceOrigins = ['request', 'room', 'group', 'settings'] as const
export const ChoiceOrigin = z.enum(choiceOrigins)
export type ChoiceOrigin = z.infer<typeof ChoiceOrigin>

/** One value that a report of a room takes, and where it comes from. */
export const Choice = z
  .object({
    key: z.string().meta({
      description: 'A name of ReportOptions, or `workbook.` and one of WorkbookRequest.',
    }),
    value: z.unknown(),
    from: ChoiceOrigin,
    none: z.literal(true).optional().meta({
      description:
        'It was chosen to take nothing of what others have chosen; `value` is that of the settings, or null.',
    }),
    groupOid: z.string().optional(),
    groupName: z.string().optional(),
  })
  .meta({ id: 'Choice' })
export type Choice = z.infer<typeof Choice>

/** What a room has chosen itself, and what its reports take. */
export const RoomChoices = z
  .object({
    roomOid: RoomOid,
    options: ReportOptions.nullable().meta({ description: 'Its own choices; null: none.' }),
    groups: z
      .array(z.object({ groupOid: z.string(), name: z.string() }))
      .meta({ description: 'Groups that have the room, oldest first: the first goes first.' }),
    choices: z.array(Choice),
  })
  .meta({ id: 'RoomChoices' })
export type RoomChoices = z.infer<typeof RoomChoices>

/** A room that has chosen something itself. */
export const OwnChoices = z.object({ roomOid: RoomOid, options: ReportOptions })
export type OwnChoices = z.infer<typeof OwnChoices>

export const OwnChoicesList = z
  .object({ items: z.array(OwnChoices) })
  .meta({ id: 'OwnChoicesList' })
export type OwnChoicesList = z.infer<typeof OwnChoicesList>

/** In place of the room's own choices before; null takes them away. */
export const RoomChoicesChange = z
  .object({ options: ReportOptions.nullable() })
  .strict()
  .meta({ id: 'RoomChoicesChange' })
export type RoomChoicesChange = z.infer<typeof RoomChoicesChange>
