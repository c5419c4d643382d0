export {
  changeSchedule,
  deleteSchedule,
  loadSchedules,
  makeSchedule,
  runSchedule,
} from './commands.ts'
export { loadSchedulesView, SchedulesView } from './lazy.ts'
export {
  isRunning,
  runEnded,
  schedulesSlice,
  selectSchedules,
  type SchedulesRoot,
} from './schedules-slice.ts'
export { fromCron, whenText } from './when.ts'
