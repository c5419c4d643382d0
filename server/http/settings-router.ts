import express, { Router, type Response } from 'express'
import { httpLimits } from '../contract/limits.ts'
import {
  SettingsChange,
  TestMailRequest,
  TestSummaryRequest,
  type TestAnswer,
} from '../contract/settings.ts'
import type { Delivery } from '../delivery/delivery.ts'
import { SettingsRefused, type EffectiveSettings, type Settings } from '../settings/settings.ts'
import { HttpProblem, methodNotAllowed } from './problem.ts'
import { parseBody } from './validate.ts'

export interface SettingsPorts {
  settings: Settings
  /** The mail road as it would be with these settings. */
  deliveryWith(settings: EffectiveSettings): Delivery
  /** Asks the model server of these settings one small question. Never rejects. */
  probeSummary(settings: EffectiveSettings, signal: AbortSignal): Promise<TestAnswer>
}

/** A refused setting is named; the caller shows it beside its field. */
function orProblem<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof SettingsRefused)) throw error
    const [first] = error.issues
    const params = { path: first?.path ?? '', text: error.message }
    throw new HttpProblem(400, { code: 'invalid_body', params }, { errors: [...error.issues] })
  }
}

/** Aborted once nobody waits for the answer any more. */
function whileAsked(res: Response): AbortSignal {
  const gone = new AbortController()
  res.once('close', () => gone.abort())
  return AbortSignal.any([gone.signal, AbortSignal.timeout(httpLimits.settingsTestMs)])
}

async function timed(work: () => Promise<Omit<TestAnswer, 'milliseconds'>>): Promise<TestAnswer> {
  const start = performance.now()
  const answer = await work()
  return { ...answer, milliseconds: Math.round(performance.now() - start) }
}

/** `/settings`: read, changed, and tried out before they are changed. Secrets are only written. */
export function settingsRouter(ports: SettingsPorts): Router {
  const { settings, deliveryWith, probeSummary } = ports
  const body = express.json({ limit: httpLimits.maxJsonBytes })
  const router = Router()

  router
    .route('/settings')
    .get((_req, res) => {
      res.json(settings.view())
    })
    .patch(body, (req, res) => {
      const change = parseBody(SettingsChange, req)
      res.json(orProblem(() => settings.change(change)))
    })
    .all(methodNotAllowed('GET', 'PATCH'))

  router
    .route('/settings/test-mail')
    .post(body, async (req, res) => {
      const { to, change = {} } = parseBody(TestMailRequest, req)
      const delivery = deliveryWith(orProblem(() => settings.preview(change)))
      const answer = await timed(async () => {
        const { state, detail } = await delivery.sendTest(to, whileAsked(res))
        return { ok: state === 'sent' || state === 'saved', detail }
      })
      res.json(answer)
    })
    .all(methodNotAllowed('POST'))

  router
    .route('/settings/test-summary')
    .post(body, async (req, res) => {
      const { change = {} } = parseBody(TestSummaryRequest, req)
      const changed = orProblem(() => settings.preview(change))
      res.json(await probeSummary(changed, whileAsked(res)))
    })
    .all(methodNotAllowed('POST'))

  return router
}
