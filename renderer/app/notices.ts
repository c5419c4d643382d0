import { notifications } from '@mantine/notifications'
import type { i18n as I18n } from 'i18next'
import { createElement } from 'react'
import { NoticeAction } from './NoticeAction.tsx'

export interface Notice {
  tone: 'good' | 'bad'
  /** Its words; asked for again when the window speaks another language. */
  say: () => { title: string; text?: string }
  /** What the person may do about it, while the notice stands. */
  action?: { say: () => string; run: () => void }
  /** Milliseconds that it stays; default {@link staysMs}. */
  stays?: number
  /** A later notice of the same topic takes the place of the earlier one. */
  topic?: string
}

/** How long a notice stays, in milliseconds: what went wrong takes longer to read. */
export const staysMs = { good: 4_000, bad: 12_000 }

/** Shows notices at the edge of the window, and says them again when it speaks another language. */
export const createNotices = (i18n: I18n): ((notice: Notice) => void) => {
  const shown = new Map<string, Notice>()
  let count = 0
  const wordsOf = ({ say, action }: Notice, hide: () => void) => {
    const { title, text } = say()
    const message =
      action === undefined ? text : createElement(NoticeAction, { text, action, hide })
    return { title, message, closeButtonProps: { 'aria-label': i18n.t('app.dismiss') } }
  }
  i18n.on('languageChanged', () => {
    for (const [id, notice] of shown) {
      notifications.update({ id, ...wordsOf(notice, () => notifications.hide(id)) })
    }
  })
  return (notice) => {
    const id = notice.topic ?? `notice ${(count += 1)}`
    if (shown.has(id)) notifications.hide(id)
    shown.set(id, notice)
    notifications.show({
      id,
      ...wordsOf(notice, () => notifications.hide(id)),
      color: notice.tone === 'bad' ? 'red.8' : 'green.8',
      autoClose: notice.stays ?? staysMs[notice.tone],
      onClose: () => {
        if (shown.get(id) === notice) shown.delete(id)
      },
    })
  }
}
