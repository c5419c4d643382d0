import { Menu, type MenuProps } from '@mantine/core'
import type { ReactElement } from 'react'

export interface DropMenuProps extends MenuProps {
  /** The button that opens it. */
  target: ReactElement
}

/** A menu below its button. */
export const DropMenu = ({ target, children, ...menu }: DropMenuProps) => (
  <Menu
    position="bottom-end"
    withinPortal={false}
    withInitialFocusPlaceholder={false}
    transitionProps={{ duration: 120 }}
    {...menu}
  >
    <Menu.Target>{target}</Menu.Target>
    {children}
  </Menu>
)
