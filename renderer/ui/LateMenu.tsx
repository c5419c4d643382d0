import { Menu, type MenuProps } from '@mantine/core'
import { cloneElement, useState, type ReactElement } from 'react'
import { useSettled } from './settled.ts'

interface TargetProps {
  autoFocus?: boolean
  'aria-haspopup'?: 'menu'
  'aria-expanded'?: boolean
  onFocus?: () => void
  onBlur?: () => void
  onClick?: () => void
}

export interface LateMenuProps extends MenuProps {
  /** The button that opens it. */
  target: ReactElement<TargetProps>
}

/** A menu that is only its button while the window starts; a click then brings the rest and opens it. */
export const LateMenu = ({ target, children, ...menu }: LateMenuProps) => {
  const settled = useSettled()
  const [touched, setTouched] = useState<'no' | 'focused' | 'opened'>('no')
  if (!settled && touched !== 'opened') {
    return cloneElement(target, {
      'aria-haspopup': 'menu',
      'aria-expanded': false,
      onFocus: () => setTouched('focused'),
      onBlur: () => setTouched('no'),
      onClick: () => setTouched('opened'),
    })
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
