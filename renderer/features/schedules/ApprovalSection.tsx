import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ApproverField } from '../../ui/ApproverField.tsx'
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
        <ApproverField
          address={draft.approver}
          isBad={problems.approver === true}
          onChange={(approver) => change({ approver })}
        />
      )}
    </>
  )
}
