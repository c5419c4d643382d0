import type { DesktopError } from './desktop-error.ts'
import type {
  KnownServer,
  NewServer,
  ServerChange,
  ServerList,
  SignInWanted,
} from './desktop-servers.ts'

export type { DesktopError } from './desktop-error.ts'
export type {
  KnownServer,
  NewServer,
  ReportCounts,
  ServerChange,
  ServerList,
  SignInWanted,
} from './desktop-servers.ts'

/** What the preload puts on `window.rapporteur`. Types only: no code crosses here. */
export interface ServerConnection {
  url: string
  accessToken: string
}

/** IPC answers keep the shape of errors instead of throwing strings across the bridge. */
export type DesktopResult<T> = { ok: true; value: T } | { ok: false; error: DesktopError }

/** How the app behaves on this computer. Kept by the host, because it acts without a window too. */
export interface DesktopPreferences {
  /** Closing the window leaves the app in the tray, and reports go on. */
  closeToTray: boolean
  /** `failures` tells of failed reports only; either way once per batch, never per attempt. */
  notifications: 'all' | 'failures' | 'none'
  /** The computer does not fall asleep while reports run; its screen may. */
  keepAwake: boolean
  /** Asks before quitting while reports run. */
  confirmQuit: boolean
  /** Absent where the system has no such list that apps may write to. */
  openAtLogin?: boolean
  /** Looks for newer versions once a day. Absent until the person has said. */
  lookForUpdates?: boolean
}

/** Folder of rooms, reports and workbooks. */
export interface DataFolder {
  path: string
  /** The folder of the next start, where another one was chosen. */
  next: string | null
  /** Named by the environment (`RAPPORTEUR_DATA_DIR`), so that it cannot be chosen here. */
  isFixed: boolean
}

export interface HostInfo {
  platform: 'darwin' | 'win32' | 'linux'
  version: string
  /** Whether this desktop has a place for tray icons; without one, `closeToTray` has no effect. */
  canTray: boolean
  dataFolder: DataFolder
  /** Who installs newer versions: this app, or the package manager that it came by. `off`: this build names no source. */
  updates: 'off' | 'app' | 'packages'
}

/** What there is to say of newer versions. */
export type UpdateState =
  | { step: 'none' }
  /** Asked once: may the app look for newer versions? */
  | { step: 'ask' }
  | { step: 'looking' }
  /** Answers a look by hand. */
  | { step: 'newest' }
  | { step: 'offered'; version: string; by: 'app' | 'packages' }
  /** `percent` in whole numbers. */
  | { step: 'loading'; version: string; percent: number }
  /** It is laid ready, and installed when as many reports have ended. */
  | { step: 'waiting'; version: string; reports: number }
  | { step: 'installing'; version: string }
  /** Nothing has changed; the error says why. */
  | { step: 'refused'; error: DesktopError }

/** `install` fetches what is offered, `now` does not wait for reports, `later` takes away what is said. */
export type UpdateAnswer = 'agree' | 'decline' | 'look' | 'install' | 'now' | 'later' | 'skip'

/** What a link or a notification wants to be shown. */
export type DesktopTarget =
  { kind: 'report'; reportOid: string } | { kind: 'room'; roomOid: string }

/** Asked when the person quits while reports run. It answers itself with `quit` at zero. */
export interface QuitQuestion {
  running: number
  waiting: number
  /** Whole seconds that are left for an answer. */
  secondsLeft: number
  /** The app starts again at once, for instance with another data folder. */
  restarts: boolean
}

export interface DesktopApi {
  connection(): Promise<DesktopResult<ServerConnection>>
  host(): Promise<DesktopResult<HostInfo>>
  preferences(): Promise<DesktopResult<DesktopPreferences>>
  /** Changes what the patch names; gives all of them as they are then. */
  setPreferences(patch: Partial<DesktopPreferences>): Promise<DesktopResult<DesktopPreferences>>
  /** Hears every change, also those made in another place than this page. Returns an unsubscribe function. */
  onPreferences(listener: (preferences: DesktopPreferences) => void): () => void
  /** Tells the host which language its menus, its tray and its notifications are to speak. */
  setLanguage(language: 'en' | 'de'): Promise<DesktopResult<null>>
  /** Tells the host how the window looks, so that its dialogs and its first frame look the same. */
  setTheme(theme: 'auto' | 'light' | 'dark'): Promise<DesktopResult<null>>
  /** Opens the system's dialog, by default for files; most systems have no dialog for both. */
  pickImports(what?: 'files' | 'folder'): Promise<DesktopResult<string[]>>
  /** Takes dropped File objects; the preload turns them into paths. */
  importFiles(files: File[]): Promise<DesktopResult<string[]>>
  importSamples(): Promise<DesktopResult<string[]>>
  openWorkbook(reportOid: string): Promise<DesktopResult<null>>
  showWorkbook(reportOid: string): Promise<DesktopResult<null>>
  /** Name of the saved file; null when the person closes the dialog. So with the other `save...`. */
  saveWorkbookAs(reportOid: string): Promise<DesktopResult<string | null>>
  /** Saves the transcript as CSV, or the report as Markdown. */
  saveReportAs(reportOid: string, format: ReportFormat): Promise<DesktopResult<string | null>>
  /** Saves a text of the page, such as diagnostics. `name` proposes a file name. */
  saveTextAs(name: string, text: string): Promise<DesktopResult<string | null>>
  /** To be called within `dragstart`, whose default is prevented: from there the system drags the file. */
  dragWorkbook(reportOid: string): Promise<DesktopResult<null>>
  openExternal(url: string): Promise<DesktopResult<null>>
  openLogFolder(): Promise<DesktopResult<null>>
  /** Asks for another data folder, used from the next start on; null when the person closes the dialog. */
  chooseDataFolder(): Promise<DesktopResult<DataFolder | null>>
  /** Asks for a PNG or JPEG file; its path, or null when the person closes the dialog. */
  chooseLogo(): Promise<DesktopResult<string | null>>
  /** Asks for the file of a model (GGUF); its path, or null when the person closes the dialog. */
  chooseModel(): Promise<DesktopResult<string | null>>
  /** The servers beside the one inside the app; each is asked anew how it stands. */
  servers(): Promise<DesktopResult<ServerList>>
  /** Tries the server first; fails with what is wrong. */
  addServer(wanted: NewServer): Promise<DesktopResult<KnownServer>>
  /** Renames it, signs in with another token (which is tried first), or signs out. */
  changeServer(serverOid: string, change: ServerChange): Promise<DesktopResult<KnownServer>>
  /** Opens the browser and waits for the person, whose server it adds or signs in to; fails with what is wrong. */
  signInServer(wanted: SignInWanted): Promise<DesktopResult<KnownServer>>
  /** Ends that waiting. */
  cancelSignIn(): Promise<DesktopResult<null>>
  /** It can be taken back for a while: `removed` of the list. */
  removeServer(serverOid: string): Promise<DesktopResult<null>>
  /** Takes back a removal: the server is in the list again, signed in as before. */
  restoreServer(serverOid: string): Promise<DesktopResult<null>>
  /** The window is loaded anew and shows this one. */
  chooseServer(serverOid: string): Promise<DesktopResult<null>>
  /** Returns an unsubscribe function. */
  onServers(listener: (list: ServerList) => void): () => void
  /** Starts the app again, after the same question as before quitting. */
  restart(): Promise<DesktopResult<null>>
  /** Answers the question that stands; `seen` says that the page shows it. */
  answerQuit(answer: 'seen' | 'quit' | 'stay'): Promise<DesktopResult<null>>
  /** Hears the question, its countdown, and null once it is settled. Returns an unsubscribe function. */
  onQuitQuestion(listener: (question: QuitQuestion | null) => void): () => void
  update(): Promise<DesktopResult<UpdateState>>
  answerUpdate(answer: UpdateAnswer): Promise<DesktopResult<null>>
  /** Returns an unsubscribe function. */
  onUpdate(listener: (state: UpdateState) => void): () => void
  /** Hears what is to be shown, also what was asked for before. Returns an unsubscribe function. */
  onTarget(listener: (target: DesktopTarget) => void): () => void
  /** Returns an unsubscribe function. */
  onWake(listener: () => void): () => void
}

export type ReportFormat = 'csv' | 'markdown' | 'html' | 'pdf'
