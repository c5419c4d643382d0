import { powerSaveBlocker } from 'electron'
import type { ActivityFeed } from './activity.ts'
import type { Preferences } from '../settings/preferences.ts'

/** Holds the computer awake while reports run, not its screen; let go as soon as none does. */
export function setupKeepAwake(activity: ActivityFeed, preferences: Preferences): void {
  let blocker: number | null = null
  const update = (): void => {
    const isWanted = preferences.get().keepAwake && activity.now().running > 0
    if (isWanted) blocker ??= powerSaveBlocker.start('prevent-app-suspension')
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker)
      blocker = null
    }
  }
  activity.onChange(update)
  preferences.onChange(update)
}
