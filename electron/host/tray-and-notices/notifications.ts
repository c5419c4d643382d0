import { BrowserWindow, Notification, shell } from 'electron'
import type { ActivityFeed } from './activity.ts'
import { thisComputer } from '../../../server/contract/desktop-servers.ts'
import { isOverviewOid } from '../../../server/contract/overviews.ts'
import { checkedWorkbook } from '../files/file-access.ts'
import { logHost } from '../log.ts'
import {
  batchText,
  failureText,
  ofServer,
  runText,
  type NotificationPorts,
  type NotificationText,
} from './notification-text.ts'
import type { Ended } from './tally.ts'
import type { Preferences } from '../settings/preferences.ts'
import type { ServerHost } from '../server/server-host.ts'
import type { Servers } from '../servers/servers-api.ts'
import type { Speech } from '../settings/speech.ts'
import type { Targets } from './targets.ts'
import { showMainWindow } from '../window/windows.ts'

/** Tells once of a batch that has ended, and at once of its first failure, while no window is looked at. */
export function setupNotifications(deps: {
  server: ServerHost
  servers: Servers
  activity: ActivityFeed
  preferences: Preferences
  speech: Speech
  targets: Targets
}): void {
  const { server, servers, activity, preferences, speech, targets } = deps
  // A notification that nobody holds is collected, and its clicks go nowhere.
  const standing = new Set<Notification>()

  async function showFile(reportOid: string): Promise<void> {
    const path = (await server.running()?.workbookPath(reportOid)) ?? null
    shell.showItemInFolder(await checkedWorkbook({ path, dataDir: server.dataDir }))
  }

  /** @param from the server that it tells of */
  function follow({ leadsTo }: NotificationText, from: string): void {
    if (leadsTo.kind === 'folder' && from === thisComputer) {
      showFile(leadsTo.reportOid).catch((error: unknown) => {
        // The window marks the file as vanished.
        logHost('warn', 'a notification led nowhere', { error: String(error) })
        showMainWindow()
      })
      return
    }
    showMainWindow()
    servers.choose(from)
    if (leadsTo.kind !== 'window') {
      targets.show({ kind: 'report', reportOid: leadsTo.reportOid })
    }
  }

  function tell(text: NotificationText | null, from = thisComputer): void {
    const isSeen = BrowserWindow.getFocusedWindow() !== null
    if (text === null || isSeen || !Notification.isSupported()) return
    const words = speech.words()
    const isFile = text.leadsTo.kind === 'folder' && from === thisComputer
    const hasButton = process.platform === 'darwin' && isFile
    // Only macOS has buttons; elsewhere the text says what a click does.
    const hint = isFile
      ? words.clickToShow
      : text.leadsTo.kind === 'folder'
        ? ''
        : words.clickToSeeWhy
    const notification = new Notification({
      title: text.title,
      body: hasButton ? text.body : [text.body, hint].filter(Boolean).join('\n'),
      actions: hasButton ? [{ type: 'button', text: words.showInFolder }] : [],
    })
    standing.add(notification)
    notification.on('action', () => follow(text, from))
    notification.on('click', () => {
      standing.delete(notification)
      if (hasButton) showMainWindow()
      else follow(text, from)
    })
    notification.on('close', () => standing.delete(notification))
    notification.on('failed', (_event, error) => {
      standing.delete(notification)
      logHost('warn', 'the system showed no notification', { error })
    })
    notification.show()
  }

  /** The catalogue comes with the server, which has long been read when a report ends. */
  async function ports(ended: readonly Ended[], from = thisComputer): Promise<NotificationPorts> {
    const { say } = await import('../../../server/words/say.ts')
    const roomOids = ended.map(({ roomOid }) => roomOid)
    const asked =
      from === thisComputer
        ? server.running()?.roomNames(roomOids)
        : servers.roomNames(from, roomOids)
    const names = await asked?.catch(() => undefined)
    return {
      nameOf: (roomOid) =>
        names?.get(roomOid) ?? (isOverviewOid(roomOid) ? speech.words().overview : roomOid),
      sayWhy: ({ code, params, message }) =>
        say(speech.language(), { code, params: params ?? { text: message } }, message),
    }
  }

  server.onStarted((started) => {
    started.subscribe({
      scheduleRun(news) {
        const { notifications } = preferences.get()
        void ports([]).then(({ sayWhy }) =>
          tell(runText(news, notifications, speech.words(), sayWhy)),
        )
      },
    })
  })
  activity.onBatchEnd((ended) => {
    void ports(ended).then((said) =>
      tell(batchText(ended, preferences.get().notifications, speech.words(), said)),
    )
  })
  servers.onEnd(({ kind, serverOid, name, ended }) => {
    const { notifications } = preferences.get()
    const [first] = ended
    if (first === undefined || notifications === 'none') return
    void ports(ended, serverOid).then((said) => {
      const words = speech.words()
      const text =
        kind === 'batch'
          ? batchText(ended, notifications, words, said)
          : failureText(first, words, said)
      tell(text && ofServer(text, name), serverOid)
    })
  })
  activity.onFailure((ended) => {
    if (preferences.get().notifications === 'none') return
    void ports([ended]).then((said) => tell(failureText(ended, speech.words(), said)))
  })
}
