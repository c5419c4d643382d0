export { HealthBanner } from './HealthBanner.tsx'
export { healthSlice, loadHealth } from './health-slice.ts'
