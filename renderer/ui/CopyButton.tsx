import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

export interface CopyButtonProps {
  /** Made when it is copied, so that a secret is in no element before. */
  text: () => string
  label: string
  primary?: boolean
}

/** Copies and says so, in the place where one looks anyway. */
export const CopyButton = ({ text, label, primary = false }: CopyButtonProps) => {
  const { t } = useTranslation()
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (outcome === 'idle') return
    const timer = setTimeout(() => setOutcome('idle'), 2_000)
    return () => clearTimeout(timer)
  }, [outcome])
  const words = { idle: label, copied: t('app.copied'), failed: t('errors.copy') }
  const Icon = outcome === 'copied' ? IconCheck : IconCopy
  return (
    <Button
      size="sm"
      variant={primary ? 'filled' : 'default'}
      leftSection={<Icon size={16} stroke={1.75} aria-hidden />}
      onClick={() => {
        navigator.clipboard.writeText(text()).then(
          () => setOutcome('copied'),
          () => setOutcome('failed'),
        )
      }}
    >
      <span aria-live="polite">{words[outcome]}</span>
    </Button>
  )
}
