import { Menu, type MenuProps } from '@mantine/core'
import { cloneElement, type ReactElement } from 'react'
import { useLate } from '../starting/use-late.ts'

interface TargetProps {
  autoFocus?: boolean
  'aria-haspopup'?: 'menu'
  'aria-expanded'?: boolean
  onFocus?: () => void
  onBlur?: () => void
  onClick?: () => void
}

export interface DropMenuProps extends MenuProps {
  /** The button that opens it. */
  target: ReactElement<TargetProps>
}

/** A menu below its button. */
export const DropMenu = ({ target, children, ...menu }: DropMenuProps) => {
  const { isThere, touched, standIn } = useLate()
  if (!isThere) {
    return cloneElement(target, { 'aria-haspopup': 'menu', 'aria-expanded': false, ...standIn })
  }
  return (
    <Menu
      position="bottom-end"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 120 }}
      defaultOpened={touched === 'opened'}
      {...menu}
    >
      <Menu.Target>
        {touched === 'focused' ? cloneElement(target, { autoFocus: true }) : target}
      </Menu.Target>
      {children}
    </Menu>
  )
}
