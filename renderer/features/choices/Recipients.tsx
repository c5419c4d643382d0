import { Checkbox, TagsInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MailAddress } from '../../../server/contract/mail-address.ts'
import { oneLine } from '../../ui/plain-text.ts'
import classes from './choices.module.css'
import { Origin, type OriginProps } from './Origin.tsx'

interface RecipientsProps extends Pick<OriginProps, 'of' | 'from'> {
  /** Undefined: not chosen here; null: as the settings say, whatever groups have chosen. */
  chosen: string[] | null | undefined
  /** Whether null is offered. */
  canPass: boolean
  /** Those who get them without a choice. */
  usual: readonly string[]
  onChange: (recipients: string[] | null | undefined) => void
}

/** Who gets the reports; nobody is a choice of its own, which is not the same as none. */
export const Recipients = ({ of, from, chosen, canPass, usual, onChange }: RecipientsProps) => {
  const { t } = useTranslation()
  const [refused, setRefused] = useState<string | null>(null)
  const isNobody = chosen?.length === 0
  const named = usual.length === 0 ? t('groups.recipientsNone') : usual.map(oneLine).join(', ')
  return (
    <div className={classes.wide}>
      <TagsInput
        size="sm"
        label={t('groups.recipients')}
        description={<Origin of={of} isOwn={chosen !== undefined} from={from} value={named} />}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder={(chosen ?? []).length === 0 ? t('groups.recipientsPlaceholder') : ''}
        disabled={isNobody}
        splitChars={[',', ';', ' ']}
        acceptValueOnBlur
        maxTags={100}
        value={chosen ?? []}
        error={refused !== null && t('groups.recipientsBad', { address: oneLine(refused) })}
        onChange={(typed) => {
          const wrong = typed.find((address) => !MailAddress.safeParse(address).success)
          setRefused(wrong ?? null)
          const right = typed.filter((address) => address !== wrong)
          if (right.length !== (chosen ?? []).length || wrong === undefined)
            onChange(right.length === 0 ? undefined : right)
        }}
      />
      <Checkbox
        size="xs"
        mt={8}
        label={t(of === 'group' ? 'groups.noMail' : 'choices.noMail')}
        checked={isNobody}
        onChange={({ currentTarget: { checked } }) => onChange(checked ? [] : undefined)}
      />
      {(canPass || chosen === null) && (
        <Checkbox
          size="xs"
          mt={8}
          label={t('groups.asApp')}
          checked={chosen === null}
          onChange={({ currentTarget: { checked } }) => onChange(checked ? null : undefined)}
        />
      )}
    </div>
  )
}
