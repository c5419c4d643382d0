import type {
  DesktopError,
  UpdateAnswer,
  UpdateState,
} from '../../../server/contract/desktop-api.ts'

/** What looks for versions, fetches them, and puts them in the place of the one that runs. */
export interface UpdateEngine {
  /** The newest version that the source vouches for. Rejects where it vouches for none. */
  look(): Promise<string>
  /** Fetches it and lays it ready, as far as it can be done while the app runs. */
  download(onPercent: (percent: number) => void): Promise<void>
  /** Swaps the versions and starts the new one. Called when everything else of the app has ended. */
  install(): void
}

export interface UpdatesDeps {
  current: string
  by: 'app' | 'packages'
  engine: UpdateEngine
  /** Below zero where the first is older. */
  compare(a: string, b: string): number
  /** Undefined until the person has said. */
  mayLook(): boolean | undefined
  setMayLook(may: boolean): void
  skipped(): string | undefined
  skip(version: string): void
  /** Reports that have not ended. */
  load(): number
  /** Ends the app as ever, with question and drain, and then calls `install`; or `stay`, if the person would rather not. */
  quit(install: () => void, stay: () => void): void
  tell(state: UpdateState): void
  describe(error: unknown): Promise<DesktopError>
  /** An error for the version that is offered, if it is older than this one. */
  older(version: string): unknown
}

export interface Updates {
  state(): UpdateState
  answer(answer: UpdateAnswer): Promise<void>
  /** Looks if the person has agreed to that, and says only what is new or wrong. */
  lookUnasked(): Promise<void>
  /** To be called when the number of reports that have not ended may have changed. */
  loadChanged(): void
}

/** What is shown and does not have to be answered: another look may take its place. */
const idle: readonly UpdateState['step'][] = ['none', 'ask', 'newest', 'offered', 'refused']

/** From "there is a newer version" to its start; nothing is fetched, and nothing ends, without the person. */
export function createUpdates(deps: UpdatesDeps): Updates {
  let state: UpdateState = { step: deps.mayLook() === undefined ? 'ask' : 'none' }

  function to(next: UpdateState): void {
    state = next
    deps.tell(next)
  }

  const refuse = async (error: unknown): Promise<void> =>
    to({ step: 'refused', error: await deps.describe(error) })

  async function look(asked: boolean): Promise<void> {
    if (!idle.includes(state.step)) return
    const before = state
    state = { step: 'looking' }
    if (asked) deps.tell(state)
    let version: string
    try {
      version = await deps.engine.look()
    } catch (error) {
      const told = await deps.describe(error)
      // A network that is not there is nothing to be told of unasked.
      const isQuiet = !asked && told.code !== 'update_untrusted'
      return to(isQuiet ? before : { step: 'refused', error: told })
    }
    const order = deps.compare(version, deps.current)
    if (order < 0) return refuse(deps.older(version))
    if (order === 0) return to(asked ? { step: 'newest' } : { step: 'none' })
    if (!asked && deps.skipped() === version) return to({ step: 'none' })
    to({ step: 'offered', version, by: deps.by })
  }

  async function fetchAndLeave(version: string): Promise<void> {
    to({ step: 'loading', version, percent: 0 })
    try {
      await deps.engine.download((percent) => {
        const whole = Math.floor(percent)
        if (state.step === 'loading' && state.percent !== whole)
          to({ step: 'loading', version, percent: whole })
      })
    } catch (error) {
      return refuse(error)
    }
    waitOrLeave(version)
  }

  function waitOrLeave(version: string): void {
    const reports = deps.load()
    if (reports > 0) to({ step: 'waiting', version, reports })
    else leave(version)
  }

  function leave(version: string): void {
    to({ step: 'installing', version })
    deps.quit(
      () => deps.engine.install(),
      () => to({ step: 'waiting', version, reports: deps.load() }),
    )
  }

  return {
    state: () => state,
    async answer(answer) {
      if (answer === 'agree' || answer === 'decline') {
        deps.setMayLook(answer === 'agree')
        to({ step: 'none' })
        if (answer === 'agree') await look(true)
      } else if (answer === 'look') await look(true)
      else if (answer === 'install' && state.step === 'offered' && state.by === 'app')
        await fetchAndLeave(state.version)
      else if (answer === 'now' && state.step === 'waiting') leave(state.version)
      else if (answer === 'skip' && state.step === 'offered') {
        deps.skip(state.version)
        to({ step: 'none' })
      } else if (answer === 'later' && (idle.includes(state.step) || state.step === 'waiting'))
        to({ step: 'none' })
    },
    async lookUnasked() {
      if (deps.mayLook() === true && state.step === 'none') await look(false)
    },
    loadChanged() {
      if (state.step !== 'waiting') return
      const reports = deps.load()
      if (reports === 0) leave(state.version)
      else if (reports !== state.reports) to({ ...state, reports })
    },
  }
}
