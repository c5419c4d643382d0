import type { TablerIcon } from '@tabler/icons-react'
import type { MarkedPart } from '../../ui/marked.ts'

export const choiceGroups = ['recent', 'commands', 'rooms', 'people', 'files', 'messages'] as const
export type ChoiceGroup = (typeof choiceGroups)[number]

/** One line of the palette. */
export interface Choice {
  key: string
  title: string
  icon: TablerIcon
  /** The title in pieces, where parts of it are marked. */
  parts?: readonly MarkedPart[] | undefined
  /** Other words that find it. */
  words?: string | undefined
  /** What tells it from others of its name, or more about it. */
  detail?: string | undefined
  keys?: string | undefined
  /** Done after the palette has closed. */
  run: () => void
  /** It stands there for this query only. Default: false. */
  isFleeting?: boolean
  /** What else can be done with it; made when asked for. */
  actions?: () => Choice[]
}

export interface ChoiceSection {
  group: ChoiceGroup
  choices: Choice[]
}
