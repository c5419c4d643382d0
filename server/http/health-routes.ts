import { Health } from '../contract/health.ts'
import type { HealthMonitor } from '../health.ts'
import { json, route, type Route } from './route.ts'

/** `/health`: for programs that wait until the server is there, and for people who ask what is wrong. */
export const healthRoutes = (ports: { version: string; health: HealthMonitor }): Route[] => [
  route({
    method: 'get',
    path: '/health',
    summary: 'Is the server there?',
    open: true,
    answers: { 200: json('It is', Health) },
    handle(): Health {
      const { version, health } = ports
      health.checkFolder()
      const problems = [...health.problems()]
      return problems.length === 0
        ? { status: 'ok', version }
        : { status: 'degraded', version, problems }
    },
  }),
]
