import { Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'

export interface AnswersProps {
  yes: string
  disabled?: boolean
  /** Gets the focus when the dialog opens. Default false. */
  hasFocus?: boolean
  onClose: () => void
}

/** The buttons of a form in a dialog. */
export const Answers = ({ yes, disabled = false, hasFocus, onClose }: AnswersProps) => {
  const { t } = useTranslation()
  return (
    <Group justify="flex-end" mt="lg" gap="xs">
      <Button size="sm" variant="default" onClick={onClose}>
        {t('trash.no')}
      </Button>
      <Button size="sm" type="submit" disabled={disabled} data-autofocus={hasFocus || undefined}>
        {yes}
      </Button>
    </Group>
  )
}
