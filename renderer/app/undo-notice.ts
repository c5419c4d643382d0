import { modifier } from '../ui/modifier.ts'
import type { ListenerOptions } from './listener-middleware.ts'

export interface UndoNotice {
  topic: string
  /** When it is too late, in milliseconds since 1970. */
  until: number
  title(): string
  undo(): void
}

/** Says what was done, for as long as it can be taken back. */
export const tellUndo = (
  { t, notify }: ListenerOptions,
  { topic, until, title, undo }: UndoNotice,
): void =>
  notify({
    tone: 'good',
    topic,
    stays: Math.max(0, until - Date.now()),
    say: () => ({ title: title(), text: t('trash.undoHint', { mod: modifier(t) }) }),
    action: { say: () => t('trash.undo'), run: undo },
  })
