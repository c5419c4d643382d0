import { statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { HealthProblem } from './contract/health.ts'
import { sentence } from './contract/sentences.ts'
import { isDamage } from './engines/sqlite/damage.ts'
import { inEnglish } from './words/say.ts'

/** What is wrong with the data of this server, as far as it has shown itself. */
export interface HealthMonitor {
  problems(): readonly HealthProblem[]
  /** Takes any error; keeps those that say that the database is damaged. */
  note(error: unknown): void
  /** Looks whether the data folder is still the one that was opened; returns what is wrong with it. */
  checkFolder(): HealthProblem | null
  /** Whether the database is in reach, of a server that shares it with others. */
  reached(isReached: boolean): void
}

/** @param onChange told with all problems whenever another one has come, or one has gone */
export function createHealth(
  databaseFile: string,
  onChange: (problems: readonly HealthProblem[]) => void,
): HealthMonitor {
  const folder = dirname(databaseFile)
  const opened = statSync(databaseFile)
  const found = new Map<HealthProblem['code'], HealthProblem>()

  const gone: HealthProblem = {
    code: 'data_folder_gone',
    file: basename(folder),
    detail:
      'The data folder is gone or has been replaced: what is done now would be lost. ' +
      'Quit Rapporteur, bring the folder back, and start it again.',
  }

  const unreachable: HealthProblem = {
    code: 'database_unreachable',
    file: 'PostgreSQL',
    detail: inEnglish(sentence('database_unreachable')),
  }

  function set(problem: HealthProblem): void {
    if (found.has(problem.code)) return
    found.set(problem.code, problem)
    onChange([...found.values()])
  }

  function unset({ code }: HealthProblem): void {
    if (found.delete(code)) onChange([...found.values()])
  }

  /** Another file of the same name is not the one that is written to. */
  function isThere(): boolean {
    try {
      const now = statSync(databaseFile)
      return now.ino === opened.ino && now.dev === opened.dev
    } catch {
      return false
    }
  }

  return {
    problems: () => [...found.values()],
    note(error) {
      if (!isDamage(error)) return
      const file = basename(databaseFile)
      const detail = inEnglish(sentence('storage_damaged', { context: 'file', file }))
      set({ code: 'storage_damaged', file, detail })
    },
    checkFolder() {
      if (!isThere()) {
        set(gone)
        return gone
      }
      unset(gone)
      return null
    },
    reached(isReached) {
      if (isReached) unset(unreachable)
      else set(unreachable)
    },
  }
}
