import { Combobox, Select, type ComboboxItem } from '@mantine/core'
import { useState } from 'react'
import classes from './field.module.css'
import { useSettled } from './settled.ts'

export interface LateSelectProps {
  label: string
  /** What it shows where nothing is chosen. */
  placeholder: string
  data: ComboboxItem[]
  value: string | null
  onChange: (chosen: string | null) => void
  /** In pixels. */
  width: number
}

/** Made when it is opened: a hidden list would be in the way of the window's start. */
const dropdown = { keepMounted: false, transitionProps: { duration: 120 } }

/** A list to choose one of, or none; only its field while the window starts. */
export const LateSelect = ({
  label,
  placeholder,
  data,
  value,
  onChange,
  width,
}: LateSelectProps) => {
  const settled = useSettled()
  const [touched, setTouched] = useState<'no' | 'focused' | 'opened'>('no')
  if (settled || touched === 'opened') {
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
        onFocus={() => setTouched('focused')}
        onBlur={() => setTouched('no')}
        onClick={() => setTouched('opened')}
      />
      <span className={classes.right} data-pointer>
        <Combobox.Chevron />
      </span>
    </div>
  )
}
