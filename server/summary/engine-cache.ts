import type { ModelMemory } from '../ports/model-memory.ts'
import { createSummaryEngine, type SummaryChoice } from './choose.ts'
import type { SummaryEngine } from './engine.ts'

/** Engines kept at once: the one in the settings, the quoting one, and those that are being left. */
const maxEngines = 4

/**
 * Engines by their choice. One engine serves many rooms, because it learns what its server can do; a
 * changed setting makes another one.
 *
 * @param memory what engines of all threads know together
 */
export function createEngineCache(memory?: ModelMemory): (choice: SummaryChoice) => SummaryEngine {
  const engines = new Map<string, SummaryEngine>()
  return (choice) => {
    const key = JSON.stringify(choice)
    const engine = engines.get(key) ?? createSummaryEngine(choice, memory)
    engines.delete(key)
    engines.set(key, engine)
    const [oldest] = engines.keys()
    if (engines.size > maxEngines && oldest !== undefined) engines.delete(oldest)
    return engine
  }
}
