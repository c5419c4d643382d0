import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Origin, type OriginProps } from './Origin.tsx'

/** Value of the item that leaves a choice to others. */
const open = 'open'

const dropdown = { transitionProps: { duration: 120 } }

interface ChosenProps extends Pick<OriginProps, 'of' | 'from'> {
  label: string
  /** What may be chosen. */
  data: { value: string; label: string }[]
  /** What is chosen here; undefined: nothing. */
  chosen: string | undefined
  /** What counts without a choice, in words. */
  usual: string
  onChoose: (value: string | undefined) => void
}

/** One value, chosen of a list or left to others. */
export const Chosen = ({ of, from, label, data, chosen, usual, onChoose }: ChosenProps) => {
  const { t } = useTranslation()
  const openWords = () => {
    if (of === 'room') return t('choices.notHere')
    return t(from === undefined ? 'groups.asUsual' : 'groups.asApp')
  }
  return (
    <Select
      size="sm"
      label={label}
      description={<Origin of={of} isOwn={chosen !== undefined} from={from} value={usual} />}
      inputWrapperOrder={['label', 'input', 'description']}
      data={[{ value: open, label: openWords() }, ...data]}
      value={chosen ?? open}
      allowDeselect={false}
      comboboxProps={dropdown}
      onChange={(value) => value !== null && onChoose(value === open ? undefined : value)}
    />
  )
}
