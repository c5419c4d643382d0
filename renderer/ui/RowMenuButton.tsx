import { IconDots } from '@tabler/icons-react'
import { below, type Place } from './place.ts'
import { RowButton } from './RowButton.tsx'

export interface RowMenuButtonProps {
  label: string
  tabStop: boolean
  onMenu: (place: Place) => void
}

/** Opens the menu of a row below itself. */
export const RowMenuButton = ({ label, tabStop, onMenu }: RowMenuButtonProps) => (
  <RowButton
    tabIndex={tabStop ? 0 : -1}
    label={label}
    hasMenu
    onClick={({ currentTarget }) => onMenu(below(currentTarget))}
  >
    <IconDots size={16} stroke={1.75} aria-hidden />
  </RowButton>
)
