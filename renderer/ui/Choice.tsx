import { Combobox, Select, type ComboboxItem } from '@mantine/core'
import classes from './field.module.css'
import { useLate } from '../starting/use-late.ts'

export interface ChoiceProps {
  label: string
  /** What it shows where nothing is chosen. */
  placeholder: string
  data: ComboboxItem[]
  value: string | null
  onChange: (chosen: string | null) => void
  /** In pixels. */
  width: number
}

/** Made when it is opened: most lists never are. */
const dropdown = { keepMounted: false, transitionProps: { duration: 120 } }

/** A list to choose one of, or none. */
export const Choice = ({ label, placeholder, data, value, onChange, width }: ChoiceProps) => {
  const { isThere, touched, standIn } = useLate()
  if (isThere) {
    return (
      <Select
        size="sm"
        w={width}
        aria-label={label}
        placeholder={placeholder}
        data={data}
        value={value}
        onChange={onChange}
        clearable
        comboboxProps={dropdown}
        autoFocus={touched !== 'no'}
        defaultDropdownOpened={touched === 'opened'}
      />
    )
  }
  return (
    <div className={classes.field} style={{ width }}>
      <input
        readOnly
        role="combobox"
        aria-label={label}
        aria-haspopup="listbox"
        aria-expanded={false}
        className={classes.input}
        data-pointer
        placeholder={placeholder}
        value={data.find((item) => item.value === value)?.label ?? ''}
        {...standIn}
      />
      <span className={classes.right} data-pointer>
        <Combobox.Chevron />
      </span>
    </div>
  )
}
