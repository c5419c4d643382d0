import { IconChevronLeft } from '@tabler/icons-react'
import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './list-and-detail.module.css'
import { RowButton } from './RowButton.tsx'

export interface ListedItem {
  oid: string
  /** Its line in the list. */
  line: ReactNode
}

export interface ListAndDetailProps {
  label: string
  items: readonly ListedItem[]
  /** The item whose details are shown; null: none. */
  picked: string | null
  /** Whether a narrow window, which has no room for both, shows the details. */
  isOpen: boolean
  /** `walk`: the keyboard stands on it; `open`: it was asked for; null: back to the list. */
  onPick: (oid: string | null, how: 'walk' | 'open') => void
  /** What another key does with an item; false if nothing. */
  onKey?: (event: KeyboardEvent, oid: string) => boolean
  /** The details of the picked item. */
  children: ReactNode
}

const steps: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, last) => last,
}

/** A short list at the left, and what is known of the picked item beside it; one of both where it is narrow. */
export const ListAndDetail = (props: ListAndDetailProps) => {
  const { label, items, picked, isOpen, onPick, onKey, children } = props
  const { t } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  const hasStop = items.some(({ oid }) => oid === picked)
  const onKeyDown = (event: KeyboardEvent): void => {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[data-oid]') ?? [])]
    const at = buttons.findIndex((button) => button === event.target)
    const oid = buttons[at]?.dataset['oid']
    if (oid === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const step = steps[event.key]
    if (step !== undefined) {
      const next = buttons[step(at, buttons.length - 1)]
      next?.focus()
      onPick(next?.dataset['oid'] ?? oid, 'walk')
    } else if (onKey?.(event, oid) !== true) return
    event.preventDefault()
  }
  return (
    <div className={classes.split} data-open={isOpen || undefined}>
      <ul ref={list} className={classes.list} aria-label={label} onKeyDown={onKeyDown}>
        {items.map(({ oid, line }, index) => (
          <li key={oid}>
            <button
              type="button"
              className={classes.item}
              data-oid={oid}
              aria-current={oid === picked || undefined}
              tabIndex={oid === picked || (!hasStop && index === 0) ? 0 : -1}
              onClick={() => onPick(oid, 'open')}
            >
              {line}
            </button>
          </li>
        ))}
      </ul>
      <div className={classes.detail}>
        <div className={classes.back}>
          <RowButton onClick={() => onPick(null, 'open')}>
            <IconChevronLeft size={16} stroke={1.75} aria-hidden />
            {t('app.back')}
          </RowButton>
        </div>
        {children}
      </div>
    </div>
  )
}
