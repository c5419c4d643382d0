export { HealthBanner } from './HealthBanner.tsx'
export { healthSlice, loadHealth, type HealthRoot } from './health-slice.ts'
