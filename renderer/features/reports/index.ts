export { BatchHeader } from './BatchHeader.tsx'
export {
  cancelReports,
  dragWorkbook,
  loadBatch,
  loadCovered,
  loadReport,
  loadReports,
  loadRoomReports,
  loadWorkbooks,
  openLink,
  openWorkbook,
  readMailPlan,
  retryReports,
  runReportNext,
  saveReportAs,
  saveWorkbookAs,
  showWorkbook,
  startOverview,
  takeQuotes,
  triggerReports,
  type Refusal,
} from './commands.ts'
export { EstimateNote } from './EstimateNote.tsx'
export { MailQuestion } from './MailQuestion.tsx'
export { MissingMark } from './MissingMark.tsx'
export { Milestones } from './Milestones.tsx'
export { ConfirmCancel } from './ConfirmCancel.tsx'
export { isHeld, type ReportEntry } from './entry.ts'
export { lacksOf } from './lacks.ts'
export { GenerateButton } from './GenerateButton.tsx'
export {
  periodKinds,
  periodProblem,
  toOptions,
  wholeTime,
  type Period,
  type PeriodKind,
} from './period.ts'
export { FilterPicker } from './FilterPicker.tsx'
export { PeriodField } from './PeriodField.tsx'
export { PeriodPicker } from './PeriodPicker.tsx'
export { ReportActions } from './ReportActions.tsx'
export {
  counterText,
  deliveryText,
  failureText,
  leftText,
  noteText,
  ReportCell,
  savesFile,
} from './ReportCell.tsx'
export { leastForOverview, OverviewButton } from './OverviewButton.tsx'
export { OverviewLink, OverviewName, OverviewRows } from './OverviewRows.tsx'
export { useGenerate } from './use-generate.ts'
export { overviewOpened, reportsSlice, type ReportsRoot } from './reports-slice.ts'
export {
  filterOf,
  selectBatchCounts,
  selectBatchEntries,
  selectFailedOids,
  selectHasUnknownGood,
  selectNewestOid,
  selectNextOids,
  selectOpenOids,
  selectPreviewOid,
  selectGoodOid,
  selectIsMissing,
  selectReport,
  selectReportsLoaded,
  selectRoomReport,
  selectTransitions,
  stateFilters,
  type StateFilter,
} from './selectors.ts'
