import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/Dialog.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { curlCommand } from './curl-command.ts'
import classes from './welcome.module.css'

export interface LiveFeedDialogProps {
  onClose: () => void
  url: string
  /** Null: programs need a token of their own. */
  accessToken: string | null
}

/** What stands for a token that only the person knows. */
const placeholder = 'TOKEN'

/** How another program says messages here. The token is masked until asked for; copying takes it. */
export const LiveFeedDialog = ({ onClose, url, accessToken }: LiveFeedDialogProps) => {
  const { t } = useTranslation()
  const token = accessToken ?? placeholder
  const [shown, setShown] = useState(false)
  // One moment for as long as the dialog stands: the copied command is the one that was read.
  const [at] = useState(() => new Date().toISOString())
  const command = (put: string) =>
    curlCommand({
      url,
      token: put,
      roomOid: t('live.room'),
      roomName: t('live.roomName'),
      message: { at, author: t('live.author'), text: t('live.message') },
    })
  return (
    <Dialog onClose={onClose} title={t('live.title')} size={640}>
      <Text size="sm" mb="sm">
        {t('live.text')}
      </Text>
      <pre className={classes.command}>
        {command(accessToken === null || shown ? token : '•'.repeat(16))}
      </pre>
      <p className={classes.note}>
        {accessToken === null ? t('live.noteElsewhere', { placeholder }) : t('live.note')}
      </p>
      <Group justify="flex-end" gap="xs">
        {accessToken !== null && (
          <Button size="sm" variant="default" onClick={() => setShown(!shown)}>
            {shown ? t('live.hideToken') : t('live.showToken')}
          </Button>
        )}
        <CopyButton text={() => command(token)} label={t('live.copyCommand')} primary />
      </Group>
    </Dialog>
  )
}
