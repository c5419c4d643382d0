import { Modal, type ModalProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useEver } from './use-ever.ts'
import { useFocusReturn } from './use-focus-return.ts'

/** A question above the window. There is nothing of it before it is first asked. */
export const Question = (props: ModalProps) => {
  const { t } = useTranslation()
  // Of its first opening the modal does not know where the focus was.
  useFocusReturn(props.opened)
  if (!useEver(props.opened)) return null
  return (
    <Modal
      closeButtonProps={{ 'aria-label': t('app.close') }}
      returnFocus={false}
      centered
      // Two German answers stand beside one another.
      size={420}
      transitionProps={{ duration: 120 }}
      {...props}
    />
  )
}
