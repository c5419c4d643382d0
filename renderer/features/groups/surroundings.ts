/** What a group's schedule is, as far as this view tells of it. */
export interface GroupSchedule {
  scheduleOid: string
  groupOid?: string | undefined
  name: string
  /** When it runs, in words. */
  when: string
}

export interface GroupsViewProps {
  /** All schedules; those of groups are shown with them. */
  schedules: readonly GroupSchedule[]
  /** Shows rooms: all, or those of a group. */
  onRooms: (groupOid: string | null) => void
  /** Shows a schedule, or with null asks for a new one of a group. */
  onSchedule: (scheduleOid: string | null, groupOid: string) => void
}
