import { Button, Group } from '@mantine/core'

export interface NoticeActionProps {
  text: string | undefined
  action: { say: () => string; run: () => void }
  hide: () => void
}

/** The words of a notice with the one thing that can be done about it. */
export const NoticeAction = ({ text, action, hide }: NoticeActionProps) => (
  <Group justify="space-between" wrap="nowrap" gap="sm">
    <span>{text}</span>
    <Button
      size="compact-sm"
      variant="default"
      // A long sentence beside it must not take its room.
      flex="none"
      onClick={() => {
        hide()
        action.run()
      }}
    >
      {action.say()}
    </Button>
  </Group>
)
