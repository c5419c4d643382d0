import type { TablerIcon } from '@tabler/icons-react'

export const choiceGroups = ['recent', 'commands', 'rooms', 'files'] as const
export type ChoiceGroup = (typeof choiceGroups)[number]

/** One line of the palette. */
export interface Choice {
  key: string
  title: string
  icon: TablerIcon
  /** Other words that find it. */
  words?: string | undefined
  /** What tells it from others of its name, or more about it. */
  detail?: string | undefined
  keys?: string | undefined
  /** Done after the palette has closed. */
  run: () => void
  /** What else can be done with it; made when asked for. */
  actions?: () => Choice[]
}

export interface ChoiceSection {
  group: ChoiceGroup
  choices: Choice[]
}
