import { readdir, rm, stat } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { localModelLimits } from './limits.ts'
import type { LocalModels, ModelDownload, OfferedModel } from '../../contract/local-models.ts'
import { canRunModels } from './can-run.ts'
import { downloadFile, partOf, sizeOf, type DownloadPorts } from './download-file.ts'
import { offers as usualOffers, type Offer } from './offered-models.ts'
import { DownloadError } from './wanted-file.ts'
import { makeFolder } from '../../make-folder.ts'

export interface ModelLibraryOptions {
  folder: string
  /** Default: the list of the program. */
  offers?: readonly Offer[]
  /** Which proxy leads to an address, by the system. Default: those of the environment alone. */
  proxyFor?: ((address: string) => Promise<string | undefined>) | undefined
  /** Hears every step of a download; not more often than four times a second. */
  onChange?: (() => void) | undefined
  ports?: Pick<DownloadPorts, 'freeBytes' | 'pauseMs'>
}

/** The files of models on this computer, and those that can be fetched. */
export interface ModelLibrary {
  list(): Promise<LocalModels>
  /** False if there is no such model, or it is on its way or here already. */
  download(modelId: string): Promise<boolean>
  /** Ends a download and removes what has come of it. False if there is none. */
  cancel(modelId: string): Promise<boolean>
  /** Removes the file of a model of the list. False if it is not here. */
  remove(modelId: string): Promise<boolean>
  /** Stops what is under way; what has come stays for the next start. */
  close(): Promise<void>
}

interface Task {
  status: ModelDownload
  abort: AbortController
  work: Promise<void>
}

const tellMs = 250

export function createModelLibrary(options: ModelLibraryOptions): ModelLibrary {
  const { folder, offers = usualOffers, proxyFor, onChange = () => undefined, ports } = options
  const tasks = new Map<string, Task>()
  let later: ReturnType<typeof setTimeout> | null = null
  const tell = (): void => {
    if (later !== null) clearTimeout(later)
    later = null
    onChange()
  }
  const tellStep = (): void => void (later ??= setTimeout(tell, tellMs))
  const offerOf = (modelId: string): Offer | undefined =>
    offers.find((offer) => offer.modelId === modelId)
  const fileOf = ({ fileName }: Offer): string => join(folder, fileName)
  const isHere = async (offer: Offer): Promise<boolean> =>
    (await sizeOf(fileOf(offer))) === offer.bytes
  const isRunning = (modelId: string): boolean => {
    const state = tasks.get(modelId)?.status.state
    return state === 'downloading' || state === 'checking'
  }

  async function run(offer: Offer, task: Task): Promise<void> {
    const { status } = task
    try {
      const proxy = await proxyFor?.(offer.url)
      await downloadFile(
        { ...offer, file: fileOf(offer), proxy },
        {
          ...ports,
          onProgress(done) {
            status.done = done
            tellStep()
          },
          onChecking() {
            status.state = 'checking'
            tell()
          },
        },
        task.abort.signal,
      )
      tasks.delete(offer.modelId)
    } catch (error) {
      if (task.abort.signal.aborted) tasks.delete(offer.modelId)
      else {
        const done = await sizeOf(partOf(fileOf(offer)))
        const failure =
          error instanceof DownloadError
            ? error.reason
            : { code: 'download_broken', params: { text: (error as Error).message } }
        Object.assign(status, { state: 'failed', done, failure })
      }
    }
    tell()
  }

  async function offered(offer: Offer): Promise<OfferedModel> {
    const { status } = tasks.get(offer.modelId) ?? {}
    return {
      ...offer,
      isHere: await isHere(offer),
      fits: offer.memoryBytes <= totalmem(),
      ...(status === undefined ? {} : { download: { ...status } }),
    }
  }

  return {
    async list() {
      const known = new Set(offers.map(({ fileName }) => fileName))
      const names = await readdir(folder).catch(() => [])
      const models = names.filter((name) => /\.gguf$/i.test(name) && !known.has(name))
      const files = await Promise.all(
        models.slice(0, localModelLimits.maxListedFiles).map(async (fileName) => {
          const found = await stat(join(folder, fileName)).catch(() => null)
          return found?.isFile() === true ? [{ fileName, bytes: found.size }] : []
        }),
      )
      return {
        folder,
        canRun: canRunModels(),
        offered: await Promise.all(offers.map(offered)),
        files: files.flat(),
      }
    },
    async download(modelId) {
      const offer = offerOf(modelId)
      if (offer === undefined || isRunning(modelId) || (await isHere(offer))) return false
      makeFolder(folder)
      const status: ModelDownload = { state: 'downloading', done: 0, total: offer.bytes }
      const task: Task = { status, abort: new AbortController(), work: Promise.resolve() }
      tasks.set(modelId, task)
      task.work = run(offer, task)
      tell()
      return true
    },
    async cancel(modelId) {
      const offer = offerOf(modelId)
      const task = tasks.get(modelId)
      if (offer === undefined || task === undefined) return false
      task.abort.abort()
      await task.work
      tasks.delete(modelId)
      await rm(partOf(fileOf(offer)), { force: true })
      tell()
      return true
    },
    async remove(modelId) {
      const offer = offerOf(modelId)
      if (offer === undefined || !(await isHere(offer))) return false
      await rm(fileOf(offer), { force: true })
      tell()
      return true
    },
    async close() {
      for (const { abort } of tasks.values()) abort.abort()
      await Promise.all([...tasks.values()].map(({ work }) => work))
      if (later !== null) clearTimeout(later)
    },
  }
}
