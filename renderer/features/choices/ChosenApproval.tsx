import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportOptions } from '../../../server/contract/report-options.ts'
import { MailAddress } from '../../../server/contract/mail-address.ts'
import { ApproverField } from '../../ui/ApproverField.tsx'
import { Chosen } from './Chosen.tsx'
import { withOption } from './options.ts'
import type { OriginProps } from './Origin.tsx'

const answers = ['yes', 'no'] as const

interface ChosenApprovalProps extends Pick<OriginProps, 'of' | 'from'> {
  options: ReportOptions | undefined
  /** What null means, in words; undefined: it is not offered. */
  none: string | undefined
  /** Whether mails are held without a choice. */
  usual: boolean
  onChange: (options: ReportOptions | null) => void
}

/** Whether mails go out only once a person has approved them, and who is asked for that. */
export const ChosenApproval = ({
  of,
  from,
  options,
  none,
  usual,
  onChange,
}: ChosenApprovalProps) => {
  const { t } = useTranslation()
  const chosen = options?.approval
  const kept = options?.approver ?? ''
  const [typed, setTyped] = useState(kept)
  const address = typed.trim()
  const isGood = address === '' || MailAddress.safeParse(address).success
  const keep = () => {
    if (!isGood || address === kept) return
    onChange(withOption(options, 'approver', address === '' ? undefined : address))
  }
  const words = (isHeld: boolean) => t(`choices.approval.${isHeld ? 'yes' : 'no'}`)
  return (
    <>
      <Chosen
        of={of}
        from={from}
        label={t('choices.approval.title')}
        data={answers.map((value) => ({ value, label: words(value === 'yes') }))}
        chosen={typeof chosen === 'boolean' ? (chosen ? 'yes' : 'no') : chosen}
        none={none}
        usual={words(usual)}
        onChoose={(value) => {
          const others = withOption(
            options,
            'approver',
            value === 'yes' ? options?.approver : undefined,
          )
          const approval = typeof value === 'string' ? value === 'yes' : value
          onChange(withOption(others ?? undefined, 'approval', approval))
        }}
      />
      {chosen === true && (
        <ApproverField address={typed} isBad={!isGood} onChange={setTyped} onTyped={keep} />
      )}
    </>
  )
}
