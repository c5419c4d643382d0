import { CloseButton } from '@mantine/core'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppDispatch } from '../../api/services.ts'
import { roomsSlice } from '../rooms/index.ts'
import classes from './details.module.css'

const { detailsClosed } = roomsSlice.actions

export interface DrawerProps {
  label: string
  title: ReactNode
  /** Selector of what gets the focus once Escape has closed it. */
  opener: string
  children: ReactNode
}

/** Stands beside a view, which stays in use; Escape closes it. */
export const Drawer = ({ label, title, opener, children }: DrawerProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // A dialog or a menu above the drawer takes the key for itself.
      if (event.key !== 'Escape') return
      const above = document.querySelectorAll(
        '[role="dialog"],[role="menu"],[role="listbox"],[data-takes-escape]',
      )
      if ([...above].some((element) => element.checkVisibility())) return
      dispatch(detailsClosed())
      document.querySelector<HTMLElement>(opener)?.focus()
    }
    // On the way down: a dialog that this key closes is still there to be seen.
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [dispatch, opener])
  return (
    <aside className={classes.drawer} aria-label={label}>
      <header className={classes.header}>
        <h2>{title}</h2>
        <CloseButton aria-label={t('details.close')} onClick={() => dispatch(detailsClosed())} />
      </header>
      {children}
    </aside>
  )
}
