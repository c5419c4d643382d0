import { Menu, type MenuProps } from '@mantine/core'
import type { ReactElement } from 'react'
import classes from './row-menu.module.css'

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
    // In a low window it moves up, over its button, and scrolls where it is still too high.
    middlewares={{ flip: true, shift: { crossAxis: true, padding: 8 } }}
    classNames={{ dropdown: classes.menu ?? '' }}
    {...menu}
  >
    <Menu.Target>{target}</Menu.Target>
    {children}
  </Menu>
)
