import { Button, Checkbox, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { Question } from '../../ui/Question.tsx'
import { reportsSlice } from './reports-slice.ts'
import { selectMailing } from './selectors.ts'
import { useTrigger, type MailChoice } from './use-generate.ts'

/** Recipients named in the question; the others are counted. */
const namedRecipients = 3

/** Says how many mails a start would send and to whom, and offers one for all of them, or none. */
export const MailQuestion = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const mailing = useSelector(selectMailing)
  const trigger = useTrigger()
  const close = () => dispatch(reportsSlice.actions.mailAnswered())
  const [isHeld, setHeld] = useState(false)
  const start = (mail?: MailChoice) => {
    close()
    if (mailing) trigger(mailing, mail, isHeld && mail !== 'none')
  }
  const { roomOids = [], recipients = [], isSent = true, isOverview = false } = mailing ?? {}
  const isDigest = !isOverview && mailing?.isDigest === true
  const count = mailing?.mails ?? 0
  // The reports that an overview lacks are made without a mail.
  const reports = isOverview ? 1 : roomOids.length
  const offersOne = !isDigest && count > 1
  const named = recipients.slice(0, namedRecipients).map(oneLine).join(', ')
  const others = recipients.length - namedRecipients
  const to = others > 0 ? t('mails.andOthers', { named, count: others }) : named
  return (
    <Question
      opened={mailing !== null}
      onClose={close}
      title={t('mails.title', { count, to })}
      size={640}
    >
      <Text size="sm">
        {t(isDigest ? 'mails.digest' : 'mails.text')} {!isSent && t('mails.outbox')}{' '}
        {offersOne && t('mails.orOne')}
      </Text>
      <Checkbox
        size="sm"
        mt="md"
        label={t('mails.hold')}
        checked={isHeld}
        onChange={({ currentTarget }) => setHeld(currentTarget.checked)}
      />
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button size="sm" variant="default" data-autofocus onClick={() => start('none')}>
          {t('mails.without', { count: reports })}
        </Button>
        {offersOne && (
          <Button size="sm" variant="default" onClick={() => start('digest')}>
            {t(isSent ? 'mails.sendOne' : 'mails.saveOne')}
          </Button>
        )}
        <Button size="sm" onClick={() => start()}>
          {t(isSent ? 'mails.send' : 'mails.save', { count })}
        </Button>
      </Group>
    </Question>
  )
}
