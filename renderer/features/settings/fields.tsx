import {
  Checkbox,
  NumberInput,
  Select,
  Switch,
  TagsInput,
  TextInput,
  type ComboboxData,
} from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SettingKey } from '../../../server/contract/settings.ts'
import { Hint } from './Hint.tsx'
import classes from './settings.module.css'
import { useField } from './use-field.ts'

export interface FieldProps {
  name: SettingKey
  label: string
  hint?: string
}

/** Label and hint at the left, the input at the right, its problem below it. */
export const layout = {
  root: classes.field ?? '',
  label: classes.label ?? '',
  description: classes.hint ?? '',
  wrapper: classes.input ?? '',
  error: classes.error ?? '',
}

const common = ({ name, label, hint }: FieldProps, field: ReturnType<typeof useField>) => ({
  name,
  label,
  size: 'sm' as const,
  disabled: field.fixedBy !== null,
  error: field.error,
  ...((hint !== undefined || field.fixedBy !== null) && {
    description: <Hint text={hint} fixedBy={field.fixedBy} />,
  }),
})

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

/** A line of text; an empty one is "none" where the setting knows that. */
export const TextField = ({
  placeholder,
  optional = false,
  ...props
}: FieldProps & { placeholder?: string; optional?: boolean }) => {
  const field = useField(props.name)
  return (
    <TextInput
      {...common(props, field)}
      classNames={layout}
      autoComplete="off"
      spellCheck={false}
      {...(placeholder !== undefined && { placeholder })}
      value={textOf(field.value)}
      onChange={({ currentTarget: { value } }) =>
        field.set(optional && value === '' ? null : value)
      }
    />
  )
}

export const NumberField = ({
  optional = false,
  decimal = false,
  isName = false,
  unit,
  placeholder,
  ...props
}: FieldProps & {
  optional?: boolean
  decimal?: boolean
  /** Names something, as a port does, and counts nothing: its digits are not grouped. */
  isName?: boolean
  unit?: string
  placeholder?: string
}) => {
  const field = useField(props.name)
  return (
    <NumberInput
      {...common(props, field)}
      classNames={layout}
      hideControls
      allowDecimal={decimal}
      allowNegative={false}
      thousandSeparator={isName ? '' : ' '}
      {...(unit !== undefined && { suffix: ` ${unit}` })}
      {...(placeholder !== undefined && { placeholder })}
      value={typeof field.value === 'number' ? field.value : ''}
      onChange={(value) => field.set(value === '' && optional ? null : value)}
    />
  )
}

export const SwitchField = (props: FieldProps) => {
  const field = useField(props.name)
  const { error: _, ...rest } = common(props, field)
  return (
    <Switch
      {...rest}
      labelPosition="left"
      classNames={{ root: classes.switch ?? '', body: classes.switchBody ?? '' }}
      checked={field.value === true}
      onChange={({ currentTarget: { checked } }) => field.set(checked)}
    />
  )
}

export const SelectField = ({
  data,
  searchable = false,
  ...props
}: FieldProps & { data: ComboboxData; searchable?: boolean }) => {
  const field = useField(props.name)
  return (
    <Select
      {...common(props, field)}
      classNames={layout}
      data={data}
      searchable={searchable}
      // Hundreds of zones: the list is for finding one by its name.
      limit={80}
      allowDeselect={false}
      comboboxProps={{ transitionProps: { duration: 120 } }}
      value={textOf(field.value)}
      onChange={(value) => value !== null && field.set(value)}
    />
  )
}

export const ListField = ({ placeholder, ...props }: FieldProps & { placeholder: string }) => {
  const field = useField(props.name)
  return (
    <TagsInput
      {...common(props, field)}
      classNames={layout}
      placeholder={placeholder}
      splitChars={[',', ';', ' ']}
      acceptValueOnBlur
      value={Array.isArray(field.value) ? field.value : []}
      onChange={field.set}
    />
  )
}

/** A box for each of a few things that may be left out. */
export const ChoiceField = ({
  choices,
  always,
  nameOf,
  ...props
}: FieldProps & {
  choices: readonly string[]
  always: string
  /** What a choice, or what is always there, is called. */
  nameOf: (choice: string) => string
}) => {
  const field = useField(props.name)
  const { t } = useTranslation()
  const chosen = Array.isArray(field.value) ? field.value : []
  return (
    <Checkbox.Group
      {...common(props, field)}
      classNames={layout}
      value={[always, ...chosen]}
      // In the order of the workbook, however they were ticked.
      onChange={(values) => field.set(choices.filter((choice) => values.includes(choice)))}
    >
      <div className={classes.choices}>
        <Checkbox
          size="xs"
          value={always}
          label={nameOf(always)}
          title={t('settings.workbook.always')}
          disabled
        />
        {choices.map((choice) => (
          <Checkbox
            key={choice}
            size="xs"
            value={choice}
            label={nameOf(choice)}
            disabled={field.fixedBy !== null}
          />
        ))}
      </div>
    </Checkbox.Group>
  )
}
