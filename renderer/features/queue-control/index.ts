export { ConcurrencyStepper } from './ConcurrencyStepper.tsx'
export { PauseButton } from './PauseButton.tsx'
export { PausedMark } from './PausedMark.tsx'
export {
  changeQueue,
  loadQueue,
  queueControlSlice,
  selectConcurrency,
  selectPaused,
  type QueueControlRoot,
} from './queue-control-slice.ts'
