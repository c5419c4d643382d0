import { Checkbox, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { oneLine } from '../../ui/plain-text.ts'
import type { DraftProblems, ScheduleDraft } from './draft.ts'

export interface FieldsProps {
  draft: ScheduleDraft
  /** What is wrong, once the person has tried to save. */
  problems: DraftProblems
  change: (part: Partial<ScheduleDraft>) => void
}

/** Whether mails go out only once a person has approved them, and who is asked for that. */
export const ApprovalSection = ({ draft, problems, change }: FieldsProps) => {
  const { t } = useTranslation()
  return (
    <>
      <Checkbox
        size="xs"
        label={t('schedules.form.approval')}
        description={t('schedules.form.approvalHint')}
        checked={draft.approval}
        onChange={({ currentTarget: { checked } }) => change({ approval: checked })}
      />
      {draft.approval && (
        <TextInput
          size="sm"
          label={t('choices.approval.approver')}
          description={t('choices.approval.approverHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          placeholder={t('choices.approval.nobody')}
          maxLength={254}
          value={draft.approver}
          error={
            problems.approver && t('groups.recipientsBad', { address: oneLine(draft.approver) })
          }
          onChange={(event) => change({ approver: event.currentTarget.value })}
        />
      )}
    </>
  )
}
