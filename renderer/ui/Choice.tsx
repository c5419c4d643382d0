import { Select, type ComboboxData } from '@mantine/core'

export interface ChoiceProps {
  label: string
  /** What it shows where nothing is chosen. */
  placeholder: string
  data: ComboboxData
  value: string | null
  onChange: (chosen: string | null) => void
  /** In pixels. */
  width: number
}

/** Made when it is opened: most lists never are. */
const dropdown = { keepMounted: false, transitionProps: { duration: 120 } }

/** A list to choose one of, or none. */
export const Choice = ({ label, placeholder, data, value, onChange, width }: ChoiceProps) => (
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
  />
)
