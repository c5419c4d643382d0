import { IconRobot, IconUser, IconUserCheck, IconUserShare } from '@tabler/icons-react'

/** The sign of each role. */
export const roleIcons = {
  team: IconUserCheck,
  guest: IconUserShare,
  bot: IconRobot,
  person: IconUser,
} as const
