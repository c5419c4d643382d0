import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Choice } from '../../../server/contract/groups.ts'
import { ApproverField } from '../../ui/ApproverField.tsx'
import { Chosen } from '../choices/index.ts'
import type { DraftProblems, ScheduleDraft } from './draft.ts'

export interface FieldsProps {
  draft: ScheduleDraft
  /** What is wrong, once the person has tried to save. */
  problems: DraftProblems
  change: (part: Partial<ScheduleDraft>) => void
}

const answers = ['yes', 'no'] as const

/** Whether mails go out only once a person has approved them, and who is asked for that. */
export const ApprovalSection = ({
  draft: { approval, approver },
  problems,
  others,
  change,
}: FieldsProps & { others: readonly Choice[] }) => {
  const { t } = useTranslation()
  // Somebody may be asked for approvals that rooms and group want; the field stays while it is being emptied.
  const [wasNamed] = useState(approver !== '')
  const from = others.find(({ key }) => key === 'approval')
  const words = (isHeld: boolean) => t(`choices.approval.${isHeld ? 'yes' : 'no'}`)
  return (
    <>
      <Suspense fallback={<div />}>
        <Chosen
          of="schedule"
          from={from}
          label={t('choices.approval.title')}
          data={answers.map((value) => ({ value, label: words(value === 'yes') }))}
          chosen={approval === undefined ? undefined : approval ? 'yes' : 'no'}
          none={undefined}
          usual={words(from?.value === true)}
          onChoose={(value) =>
            change({ approval: typeof value === 'string' ? value === 'yes' : undefined })
          }
        />
      </Suspense>
      {(approval ?? (wasNamed || from?.value === true)) && (
        <ApproverField
          address={approver}
          isBad={problems.approver === true}
          onChange={(typed) => change({ approver: typed })}
        />
      )}
    </>
  )
}
