export {
  accessSlice,
  changeLimit,
  loadAccess,
  selectLimitsOffered,
  selectLimitUndo,
  takeBackLimit,
  type AccessRoot,
} from './access-slice.ts'
export { LimitLine } from './LimitLine.tsx'
export { LimitPart } from './lazy.tsx'
export { nameOf, sightText, type LimitTarget } from './limits.ts'
