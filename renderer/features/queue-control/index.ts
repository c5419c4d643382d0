export { ConcurrencyStepper } from './ConcurrencyStepper.tsx'
export { PauseButton } from './PauseButton.tsx'
export { PausedMark } from './PausedMark.tsx'
export {
  changeQueue,
  loadQueue,
  queueControlSlice,
  selectConcurrency,
  selectPaused,
} from './queue-control-slice.ts'
