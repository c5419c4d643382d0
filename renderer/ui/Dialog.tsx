import { Modal, type ModalProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** A dialog that grows gets its scroll bar beside its fields, which keep their width and their distance to both sides. */
const styles: NonNullable<ModalProps['styles']> = {
  content: { scrollbarGutter: 'stable' },
  header: {
    paddingRight:
      'max(0px, calc(var(--mb-padding, var(--mantine-spacing-md)) - 5px - var(--scroll-bar, 0px)))',
  },
  body: {
    paddingRight:
      'max(4px, calc(var(--mb-padding, var(--mantine-spacing-md)) - var(--scroll-bar, 0px)))',
  },
}

/** A dialog above the window, as all of them look. Default: open. */
export const Dialog = (props: Partial<ModalProps> & Pick<ModalProps, 'onClose'>) => {
  const { t } = useTranslation()
  return (
    <Modal
      opened
      closeButtonProps={{ 'aria-label': t('app.close') }}
      centered
      transitionProps={{ duration: 120 }}
      styles={styles}
      {...props}
    />
  )
}
