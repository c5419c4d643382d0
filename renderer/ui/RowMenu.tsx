import { Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Place } from './place.ts'
import classes from './row-menu.module.css'

export interface RowMenuProps {
  place: Place
  /** Selects the row, which gets the focus back. */
  row: string
  onClose: () => void
  children: ReactNode
}

/** What can be done with a row of a grid, beside the row or the pointer. */
export const RowMenu = ({ place: { x, y }, row, onClose, children }: RowMenuProps) => (
  <Menu
    opened
    onClose={() => {
      onClose()
      document.querySelector<HTMLElement>(row)?.focus()
    }}
    position="bottom-start"
    offset={0}
    transitionProps={{ duration: 0 }}
    returnFocus={false}
    withinPortal={false}
    withInitialFocusPlaceholder={false}
    hideDetached={false}
    // In a low window it moves up, over the place that it belongs to.
    middlewares={{ flip: true, shift: { crossAxis: true, padding: 8 } }}
    // Without keys: the one that opens it would close it again on its way up.
    clickOutsideEvents={['mousedown', 'touchstart']}
  >
    <Menu.Target>
      <span aria-hidden style={{ position: 'fixed', left: x, top: y, width: 1, height: 1 }} />
    </Menu.Target>
    <Menu.Dropdown className={classes.menu ?? ''}>{children}</Menu.Dropdown>
  </Menu>
)
