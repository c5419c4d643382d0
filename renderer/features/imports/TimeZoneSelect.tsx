import { Select } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

/** Every zone this system knows; the list is long, so it is searched. */
export const TimeZoneSelect = ({
  value,
  onChange,
}: {
  value: string
  onChange: (timeZone: string) => void
}) => {
  const { t } = useTranslation()
  const zones = useMemo(
    () => [...new Set(['UTC', value, ...Intl.supportedValuesOf('timeZone')])],
    [value],
  )
  return (
    <Select
      size="sm"
      label={t('imports.timeZone.label')}
      data={zones}
      value={value}
      onChange={(zone) => zone !== null && onChange(zone)}
      searchable
      allowDeselect={false}
      maxDropdownHeight={220}
      comboboxProps={{ withinPortal: false }}
    />
  )
}
