import { pickOf, type RowPick } from './grid-keys.ts'
import classes from './grid.module.css'

export interface RowCheckProps {
  label: string
  tabStop: boolean
  checked: boolean
  onPick: (how: RowPick) => void
}

/** The box of a row; its click is none of the row. */
export const RowCheck = ({ label, tabStop, checked, onPick }: RowCheckProps) => (
  <input
    type="checkbox"
    className={classes.checkbox}
    aria-label={label}
    tabIndex={tabStop ? 0 : -1}
    checked={checked}
    onClick={(event) => {
      event.stopPropagation()
      onPick(pickOf(event, 'toggle'))
    }}
    onDoubleClick={(event) => event.stopPropagation()}
    // React wants a handler beside `checked`; the click above also knows the modifier keys.
    onChange={() => undefined}
  />
)
