import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Question } from '../../ui/Question.tsx'

export interface ConfirmCancelProps {
  /** How many reports would be cancelled; 0 keeps the question closed. */
  count: number
  onConfirm: () => void
  onClose: () => void
}

/** Asked before several reports are cancelled at once; a single one is simply cancelled. */
export const ConfirmCancel = ({ count, onConfirm, onClose }: ConfirmCancelProps) => {
  const { t } = useTranslation()
  return (
    <Question opened={count > 0} onClose={onClose} title={t('batch.confirmTitle', { count })}>
      <Text size="sm">{t('batch.confirmText')}</Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button size="sm" variant="default" data-autofocus onClick={onClose}>
          {t('batch.confirmNo')}
        </Button>
        <Button
          size="sm"
          color="red.8"
          onClick={() => {
            onClose()
            onConfirm()
          }}
        >
          {t('batch.confirmYes', { count })}
        </Button>
      </Group>
    </Question>
  )
}
