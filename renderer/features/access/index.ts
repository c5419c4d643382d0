export {
  accessSlice,
  changeLimits,
  loadAccess,
  selectLimits,
  selectLimitsOffered,
  selectLimitUndo,
  takeBackLimits,
  type AccessRoot,
  type LimitFrom,
} from './access-slice.ts'
export { LimitMark } from './LimitMark.tsx'
export { LimitLine } from './LimitLine.tsx'
export { LimitPart } from './lazy.tsx'
export { nameOf, sightText, type LimitTarget } from './limits.ts'
