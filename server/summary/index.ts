export type { SummaryEngine, SummaryInput, SummaryPorts } from './engine.ts'
export { createExtractiveEngine, type ExtractiveOptions } from './extractive/engine.ts'
