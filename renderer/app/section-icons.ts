import {
  IconCalendarRepeat,
  IconFileImport,
  IconFileSpreadsheet,
  IconMessages,
  IconSearch,
  IconSettings,
  IconStackPush,
  IconUsers,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react'
import type { Section } from './navigation-slice.ts'

/** The sign of each view, in the rail and in the palette. */
export const sectionIcons: Record<Section, TablerIcon> = {
  rooms: IconMessages,
  queue: IconStackPush,
  files: IconFileSpreadsheet,
  groups: IconUsersGroup,
  schedules: IconCalendarRepeat,
  people: IconUsers,
  search: IconSearch,
  imports: IconFileImport,
  settings: IconSettings,
}
