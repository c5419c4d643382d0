import type { RequestHandler } from 'express'
import type { HealthMonitor } from '../health.ts'
import { HttpProblem } from './problem.ts'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what would change something while the data folder is gone: SQLite writes happily to a file that
 * was deleted under it, and an answer of 202 would promise what the next start does not have.
 */
export const refuseWithoutFolder =
  (health: Pick<HealthMonitor, 'checkFolder'>): RequestHandler =>
  (req, _res, next) => {
    const problem = reading.has(req.method) ? null : health.checkFolder()
    if (problem !== null) {
      const params = { file: problem.file }
      throw new HttpProblem(507, { code: 'data_folder_gone', params })
    }
    next()
  }
