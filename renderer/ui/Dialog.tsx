import { Modal, type ModalProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** A dialog above the window, as all of them look. Default: open. */
export const Dialog = (props: Partial<ModalProps> & Pick<ModalProps, 'onClose'>) => {
  const { t } = useTranslation()
  return (
    <Modal
      opened
      closeButtonProps={{ 'aria-label': t('app.close') }}
      centered
      transitionProps={{ duration: 120 }}
      {...props}
    />
  )
}
