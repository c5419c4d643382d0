import { app } from 'electron'

/**
 * One app per user-data folder, because two would write the same database.
 *
 * @param onSecond called in the first app when the person starts it again
 * @returns false when another app holds the folder, and this one must end
 */
export function takeInstanceLock(onSecond: () => unknown): boolean {
  const isFirst = app.requestSingleInstanceLock()
  if (isFirst) app.on('second-instance', onSecond)
  return isFirst
}
