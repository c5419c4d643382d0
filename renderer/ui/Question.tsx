import type { ModalProps } from '@mantine/core'
import { Dialog } from './Dialog.tsx'
import { useEver } from './use-ever.ts'
import { useFocusReturn } from './use-focus-return.ts'

/** A question above the window. There is nothing of it before it is first asked. */
export const Question = (props: ModalProps) => {
  // Of its first opening the modal does not know where the focus was.
  useFocusReturn(props.opened)
  if (!useEver(props.opened)) return null
  // Two German answers stand beside one another.
  return <Dialog returnFocus={false} size={420} {...props} />
}
