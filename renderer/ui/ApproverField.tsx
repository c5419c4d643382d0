import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { oneLine } from './plain-text.ts'

interface ApproverFieldProps {
  address: string
  isBad: boolean
  onChange: (address: string) => void
  /** Enter, or the field is left. */
  onTyped?: () => void
}

/** Who is asked by mail whether held mails may go out. */
export const ApproverField = ({ address, isBad, onChange, onTyped }: ApproverFieldProps) => {
  const { t } = useTranslation()
  return (
    <TextInput
      size="sm"
      label={t('choices.approval.approver')}
      description={t('choices.approval.approverHint')}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      placeholder={t('choices.approval.nobody')}
      maxLength={254}
      value={address}
      error={isBad && t('groups.recipientsBad', { address: oneLine(address.trim()) })}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onTyped}
      onKeyDown={(event) => event.key === 'Enter' && onTyped?.()}
    />
  )
}
