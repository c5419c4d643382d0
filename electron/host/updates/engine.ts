import { app } from 'electron'
import {
  AppImageUpdater,
  MacUpdater,
  NsisUpdater,
  Provider,
  type AppUpdater,
  type ResolvedUpdateFileInfo,
  type UpdateInfo,
} from 'electron-updater'
import { parseUpdateInfo, resolveFiles } from 'electron-updater/out/providers/Provider.js'
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js'
import { spawn } from 'node:child_process'
import { renameSync, rmSync } from 'node:fs'
import { chmod, copyFile } from 'node:fs/promises'
import { HostError } from '../host-error.ts'
import { hostLimits } from '../limits.ts'
import { logHost } from '../log.ts'
import { refusalOf } from './refusals.ts'
import type { UpdateSource } from './installation.ts'
import { isSignedBy } from './signature.ts'
import type { UpdateEngine } from './updates.ts'

/** Files in a folder of a web server, whose manifest is believed only with its signature beside it (`.sig`). */
class SignedProvider extends Provider<UpdateInfo> {
  readonly #source: UpdateSource
  readonly #base: URL

  constructor(options: object, _updater: AppUpdater, runtimeOptions: ProviderRuntimeOptions) {
    super(runtimeOptions)
    this.#source = (options as { source: UpdateSource }).source
    const { url } = this.#source
    this.#base = new URL(url.endsWith('/') ? url : `${url}/`)
  }

  /** electron-updater would send a number of its own by which this computer could be known again. */
  override setRequestHeaders(): void {
    super.setRequestHeaders({ accept: '*/*' })
  }

  async getLatestVersion(): Promise<UpdateInfo> {
    const name = `${this.getDefaultChannelName()}.yml`
    const url = new URL(name, this.#base)
    const [manifest, signature] = await Promise.all([
      this.httpRequest(url),
      this.httpRequest(new URL(`${name}.sig`, this.#base)),
    ])
    if (manifest === null || !isSignedBy(this.#source.publicKey, manifest, signature ?? ''))
      throw new HostError('update_untrusted', {})
    const info = parseUpdateInfo(manifest, name, url)
    // The signature holds for the program by this sum alone.
    if (!info.files?.length || info.files.some(({ sha512 }) => !sha512))
      throw new HostError('update_untrusted', {})
    return info
  }

  resolveFiles(info: UpdateInfo): ResolvedUpdateFileInfo[] {
    return resolveFiles(info, this.#base)
  }
}

/**
 * electron-updater takes the old file away and then moves the new one there: on a full disk, or across disks, no app is
 * left. This lays the new one beside the old while the app still runs, and ends with a rename.
 */
class CarefulAppImageUpdater extends AppImageUpdater {
  async layReady(): Promise<void> {
    const { file, next } = this.#places()
    const downloaded = this.installerPath
    if (downloaded === null) throw new HostError('update_failed', { text: file })
    try {
      await copyFile(downloaded, next)
      await chmod(next, 0o755)
    } catch (error) {
      rmSync(next, { force: true })
      throw error
    }
  }

  protected override doInstall(): boolean {
    const { file, next } = this.#places()
    renameSync(next, file)
    const child = spawn(file, [], { detached: true, stdio: 'ignore', env: process.env })
    child.unref()
    return child.pid !== undefined
  }

  #places(): { file: string; next: string } {
    const file = process.env['APPIMAGE'] ?? ''
    return { file, next: `${file}.new` }
  }
}

function createUpdater(): AppUpdater & { install?(isSilent: boolean, runAfter: boolean): boolean } {
  if (process.platform === 'win32') return new NsisUpdater()
  if (process.platform === 'darwin') return new MacUpdater()
  return new CarefulAppImageUpdater()
}

/** The engine of an installation that updates itself. electron-updater is read with the first look. */
export function createUpdateEngine(source: UpdateSource, by: 'app' | 'packages'): UpdateEngine {
  const updater = createUpdater()
  // Otherwise it does not even look where it could not install.
  updater.forceDevUpdateConfig = by === 'packages'
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.logger = {
    info: () => undefined,
    warn: (text: unknown) => logHost('warn', 'update', { text: String(text) }),
    error: (text: unknown) => logHost('warn', 'update', { text: String(text) }),
  }
  // Both would make up a number for this computer, and keep it.
  updater.isUserWithinRollout = () => true
  Reflect.set(updater, 'stagingUserIdPromise', { value: Promise.resolve('') })
  updater.setFeedURL({ provider: 'custom', updateProvider: SignedProvider, source })
  return {
    async look() {
      try {
        const result = await inTime(updater.checkForUpdates())
        if (result === null) throw new HostError('update_failed', { text: 'inactive' })
        return result.updateInfo.version
      } catch (error) {
        throw refusalOf(error)
      }
    },
    async download(onPercent) {
      const listen = ({ percent }: { percent: number }): void => onPercent(percent)
      updater.on('download-progress', listen)
      try {
        await updater.downloadUpdate()
        if (updater instanceof CarefulAppImageUpdater) await updater.layReady()
      } catch (error) {
        throw refusalOf(error)
      } finally {
        updater.off('download-progress', listen)
      }
    },
    install() {
      // The new version must not take this one for a first window that is there already.
      app.releaseSingleInstanceLock()
      if (updater.install === undefined) updater.quitAndInstall()
      else updater.install(true, true)
    },
  }
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('timeout')), hostLimits.updateLookMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
