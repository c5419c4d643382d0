/** What the host itself says: menus, tray, notifications, dialogs, why it did not start. */
const en = {
  file: '&File',
  view: '&View',
  importFiles: 'Import files…',
  importFolder: 'Import folder…',
  showReportsFolder: 'Show reports folder',
  importFilesTitle: 'Import chat exports',
  importFolderTitle: 'Import a folder of chat exports',
  import: 'Import',
  saveWorkbookTitle: 'Save workbook as',
  saveReportTitle: 'Save report as',
  saveTextTitle: 'Save text as',
  chooseDataTitle: 'Choose the data folder',
  chooseLogoTitle: 'Choose a logo',
  chooseModelTitle: 'Choose a model',
  choose: 'Choose',
  images: 'Pictures',
  open: 'Open Rapporteur',
  pauseQueue: 'Pause queue',
  resumeQueue: 'Resume queue',
  quit: 'Quit Rapporteur',
  idle: 'No report is running',
  running: (count: number) => (count === 1 ? '1 report running' : `${count} reports running`),
  waiting: (count: number) => `${count} waiting`,
  paused: 'paused',
  closedTitle: 'Rapporteur keeps running',
  closedText:
    'Closing the window does not stop your reports. Rapporteur stays in the tray; starting it again brings the window back as well. You can change this in the settings.',
  keepRunning: 'Keep running',
  quitTitle: (count: number) =>
    count === 1 ? '1 report is running.' : `${count} reports are running.`,
  quitText: (seconds: number) =>
    `Quit anyway? They go on from where they are at the next start. Without an answer Rapporteur quits in ${seconds} seconds.`,
  quitNow: 'Quit',
  stay: 'Keep running',
  overview: 'Overview',
  notFoundTitle: 'Not found',
  notFoundText: (paths: string) =>
    `Nothing was imported from these, because they are not there:\n${paths}`,
  readyTitle: (count: number) => (count === 1 ? '1 report is ready' : `${count} reports are ready`),
  failedTitle: (count: number) => (count === 1 ? '1 report failed' : `${count} reports failed`),
  alsoFailed: (count: number) => (count === 1 ? '1 failed' : `${count} failed`),
  notMailed: (count: number) =>
    count === 1 ? '1 was not sent by e-mail' : `${count} were not sent by e-mail`,
  andMore: (count: number) => `and ${count} more`,
  failedRoom: (room: string) => `The report of ${room} failed`,
  failedSchedule: (name: string) => `The schedule ${name} made no report`,
  showInFolder: 'Show in folder',
  clickToShow: 'Click to show in folder',
  clickToSeeWhy: 'Click to see why',
  linkTitle: (host: string) => `Open a page of ${host} in the browser?`,
  openLink: 'Open',
  cancel: 'Cancel',
  crashed: 'Rapporteur has to close',
  notStarted: 'Rapporteur could not start',
  dataFolder: 'Data folder',
  details: 'Details',
  tryAgain: 'Try again',
  copyDetails: 'Copy details',
  copied: 'Copied',
}

export type HostWords = typeof en

const de: HostWords = {
  file: '&Datei',
  view: '&Ansicht',
  importFiles: 'Dateien importieren …',
  importFolder: 'Ordner importieren …',
  showReportsFolder: 'Berichtsordner zeigen',
  importFilesTitle: 'Chat-Exporte importieren',
  importFolderTitle: 'Einen Ordner mit Chat-Exporten importieren',
  import: 'Importieren',
  saveWorkbookTitle: 'Arbeitsmappe speichern unter',
  saveReportTitle: 'Bericht speichern unter',
  saveTextTitle: 'Text speichern unter',
  chooseDataTitle: 'Datenordner wählen',
  chooseLogoTitle: 'Logo wählen',
  chooseModelTitle: 'Modell wählen',
  choose: 'Wählen',
  images: 'Bilder',
  open: 'Rapporteur öffnen',
  pauseQueue: 'Warteschlange anhalten',
  resumeQueue: 'Warteschlange fortsetzen',
  quit: 'Rapporteur beenden',
  idle: 'Kein Bericht läuft',
  running: (count) => (count === 1 ? '1 Bericht läuft' : `${count} Berichte laufen`),
  waiting: (count) => (count === 1 ? '1 wartet' : `${count} warten`),
  paused: 'angehalten',
  closedTitle: 'Rapporteur läuft weiter',
  closedText:
    'Das Schließen des Fensters hält Ihre Berichte nicht an. Rapporteur bleibt im Infobereich; auch ein neuer Start bringt das Fenster zurück. In den Einstellungen lässt sich das ändern.',
  keepRunning: 'Weiterlaufen lassen',
  quitTitle: (count) => (count === 1 ? '1 Bericht läuft.' : `${count} Berichte laufen.`),
  quitText: (seconds) =>
    `Trotzdem beenden? Beim nächsten Start geht es dort weiter. Ohne Antwort beendet sich Rapporteur in ${seconds} Sekunden.`,
  quitNow: 'Beenden',
  stay: 'Weiterlaufen lassen',
  overview: 'Übersicht',
  notFoundTitle: 'Nicht gefunden',
  notFoundText: (paths) => `Hieraus wurde nichts importiert, weil es nicht da ist:\n${paths}`,
  readyTitle: (count) => (count === 1 ? '1 Bericht ist fertig' : `${count} Berichte sind fertig`),
  failedTitle: (count) =>
    count === 1 ? '1 Bericht ist gescheitert' : `${count} Berichte sind gescheitert`,
  alsoFailed: (count) => (count === 1 ? '1 gescheitert' : `${count} gescheitert`),
  notMailed: (count) =>
    count === 1 ? '1 wurde nicht per Mail gesendet' : `${count} wurden nicht per Mail gesendet`,
  andMore: (count) => `und ${count} weitere`,
  failedRoom: (room) => `Der Bericht von ${room} ist gescheitert`,
  failedSchedule: (name) => `Der Zeitplan ${name} hat keinen Bericht erstellt`,
  showInFolder: 'Im Ordner zeigen',
  clickToShow: 'Klicken, um den Ordner zu öffnen',
  clickToSeeWhy: 'Klicken, um den Grund zu sehen',
  linkTitle: (host) => `Eine Seite von ${host} im Browser öffnen?`,
  openLink: 'Öffnen',
  cancel: 'Abbrechen',
  crashed: 'Rapporteur muss geschlossen werden',
  notStarted: 'Rapporteur konnte nicht starten',
  dataFolder: 'Datenordner',
  details: 'Einzelheiten',
  tryAgain: 'Noch einmal versuchen',
  copyDetails: 'Einzelheiten kopieren',
  copied: 'Kopiert',
}

export const languages = { en, de }
export type HostLanguage = keyof typeof languages

/** The first of the person's languages that the host speaks, else English. */
export function languageOf(wanted: readonly string[]): HostLanguage {
  const known = wanted.map((tag) => tag.split('-')[0]?.toLowerCase()).find(isLanguage)
  return known ?? 'en'
}

const isLanguage = (tag: string | undefined): tag is HostLanguage =>
  tag !== undefined && Object.hasOwn(languages, tag)
