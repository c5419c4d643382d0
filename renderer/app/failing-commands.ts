import {
  cancelImport,
  importFiles,
  importSamples,
  pickImports,
  readAgain,
  removeImport,
} from '../features/imports/index.ts'
import {
  addRooms,
  bringBack,
  changeGroup,
  deleteGroup,
  makeGroup,
} from '../features/groups/index.ts'
import {
  pauseConnection,
  removeConnection,
  resumeConnection,
} from '../features/connections/index.ts'
import { sayOfPeople, undoPeople } from '../features/people/index.ts'
import { changeQueue } from '../features/queue-control/index.ts'
import {
  cancelReports,
  dragWorkbook,
  openLink,
  openWorkbook,
  readMailPlan,
  retryReports,
  runReportNext,
  saveReportAs,
  saveWorkbookAs,
  showWorkbook,
  takeQuotes,
  startOverview,
  triggerReports,
} from '../features/reports/index.ts'
import { takeBackLimits } from '../features/access/index.ts'
import { changeRoom } from '../features/rooms/index.ts'
import { changeSchedule, deleteSchedule, runSchedule } from '../features/schedules/index.ts'
import {
  changePreferences,
  chooseDataFolder,
  cancelModelDownload,
  chooseLogo,
  chooseModel,
  downloadModel,
  removeModel,
  openLogFolder,
  restartApp,
} from '../features/settings/index.ts'
import { removeServer, restoreServer } from '../features/servers/index.ts'
import { mergeRooms, takeBack, throwAway } from '../features/trash/index.ts'
import { showTarget } from './targets.ts'

/** Names in the catalogue of the commands that a person gives and that may fail. */
export const commands = {
  [triggerReports.typePrefix]: 'trigger',
  [startOverview.typePrefix]: 'trigger',
  [readMailPlan.typePrefix]: 'trigger',
  [cancelReports.typePrefix]: 'cancel',
  [retryReports.typePrefix]: 'retry',
  [takeQuotes.typePrefix]: 'quotes',
  [runReportNext.typePrefix]: 'runNext',
  [changeQueue.typePrefix]: 'queue',
  [openWorkbook.typePrefix]: 'open',
  [showWorkbook.typePrefix]: 'show',
  [saveWorkbookAs.typePrefix]: 'save',
  [saveReportAs.typePrefix]: 'save',
  [dragWorkbook.typePrefix]: 'drag',
  [openLink.typePrefix]: 'link',
  [pickImports.typePrefix]: 'import',
  [cancelImport.typePrefix]: 'cancel',
  [removeImport.typePrefix]: 'removeImport',
  [readAgain.typePrefix]: 'import',
  [importFiles.typePrefix]: 'import',
  [importSamples.typePrefix]: 'import',
  [changePreferences.typePrefix]: 'preferences',
  [chooseLogo.typePrefix]: 'logo',
  [chooseModel.typePrefix]: 'model',
  [downloadModel.typePrefix]: 'model',
  [cancelModelDownload.typePrefix]: 'model',
  [removeModel.typePrefix]: 'model',
  [chooseDataFolder.typePrefix]: 'dataFolder',
  [openLogFolder.typePrefix]: 'show',
  [restartApp.typePrefix]: 'restart',
  [showTarget.typePrefix]: 'target',
  [changeRoom.typePrefix]: 'localOnly',
  [throwAway.typePrefix]: 'delete',
  [takeBack.typePrefix]: 'undo',
  [mergeRooms.typePrefix]: 'merge',
  [sayOfPeople.typePrefix]: 'people',
  [undoPeople.typePrefix]: 'undo',
  [makeGroup.typePrefix]: 'group',
  [changeGroup.typePrefix]: 'group',
  [addRooms.typePrefix]: 'group',
  [deleteGroup.typePrefix]: 'delete',
  [bringBack.typePrefix]: 'undo',
  [takeBackLimits.typePrefix]: 'undo',
  [removeServer.typePrefix]: 'delete',
  [restoreServer.typePrefix]: 'undo',
  [changeSchedule.typePrefix]: 'schedule',
  [deleteSchedule.typePrefix]: 'delete',
  [runSchedule.typePrefix]: 'run',
  [pauseConnection.typePrefix]: 'connection',
  [resumeConnection.typePrefix]: 'connection',
  [removeConnection.typePrefix]: 'connection',
} as const

export type CommandName = (typeof commands)[string]
