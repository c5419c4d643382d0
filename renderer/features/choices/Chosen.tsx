import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Origin, type OriginProps } from './Origin.tsx'

/** Values of the items that leave a choice to others, and that pass by what others have chosen. */
const open = 'open'
const passed = 'none'

const dropdown = { transitionProps: { duration: 120 } }

interface ChosenProps extends Pick<OriginProps, 'of' | 'from'> {
  label: string
  /** What may be chosen. */
  data: { value: string; label: string }[]
  /** What is chosen here; undefined: nothing, null: not what groups say. */
  chosen: string | null | undefined
  /** What null means, in words; undefined: it is not offered. */
  none: string | undefined
  /** What counts without a choice, in words. */
  usual: string
  onChoose: (value: string | null | undefined) => void
}

/** One value, chosen of a list or left to others. */
export const Chosen = ({ of, from, label, data, chosen, none, usual, onChoose }: ChosenProps) => {
  const { t } = useTranslation()
  const openWords = () => {
    if (of !== 'group') return t('choices.notHere')
    return t(from === undefined ? 'groups.asUsual' : 'groups.asApp')
  }
  return (
    <Select
      size="sm"
      label={label}
      description={<Origin of={of} isOwn={chosen !== undefined} from={from} value={usual} />}
      inputWrapperOrder={['label', 'input', 'description']}
      data={[
        { value: open, label: openWords() },
        ...(none === undefined ? [] : [{ value: passed, label: none }]),
        ...data,
      ]}
      value={chosen === null ? passed : (chosen ?? open)}
      allowDeselect={false}
      comboboxProps={dropdown}
      onChange={(value) => {
        if (value !== null) onChoose(value === open ? undefined : value === passed ? null : value)
      }}
    />
  )
}
