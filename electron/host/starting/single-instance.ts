import { app } from 'electron'
import { asLaunchWords, ownLaunch, type LaunchWords } from './launches.ts'

/**
 * One app per user-data folder, because two would write the same database.
 *
 * @param onSecond called in the first app when the person starts it again, with what that start was asked for
 * @returns false when another app holds the folder, and this one must end
 */
export function takeInstanceLock(onSecond: (launch: LaunchWords) => unknown): boolean {
  const isFirst = app.requestSingleInstanceLock(ownLaunch())
  if (isFirst) {
    app.on('second-instance', (_event, _argv, _cwd, data) => {
      onSecond(asLaunchWords(data) ?? { argv: [], cwd: process.cwd() })
    })
  }
  return isFirst
}
