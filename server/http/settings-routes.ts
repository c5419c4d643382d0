import type { Response } from 'express'
import { httpLimits } from '../contract/limits.ts'
import {
  ModelList,
  ModelServerList,
  SettingsChange,
  SettingsView,
  TestAnswer,
  TestMailRequest,
  TestSummaryRequest,
  type ModelServerFound,
} from '../contract/settings.ts'
import type { Delivery } from '../delivery/delivery.ts'
import { SettingsRefused, type EffectiveSettings, type Settings } from '../settings/settings.ts'
import { HttpProblem } from './problem.ts'
import { json, jsonBody, route, type Route } from './route.ts'

export interface SettingsPorts {
  settings: Settings
  /** The way in which mails would go with these settings. */
  deliveryWith(settings: EffectiveSettings): Delivery
  /** Asks the model server of these settings one small question. Never rejects. */
  probeSummary(settings: EffectiveSettings, signal: AbortSignal): Promise<TestAnswer>
  /** The models of the server of these settings. Never rejects. */
  listModels(settings: EffectiveSettings, signal: AbortSignal): Promise<ModelList>
  /** Servers of models on this computer. Never rejects. */
  findModelServers(signal: AbortSignal): Promise<ModelServerFound[]>
}

/** A refused setting is named; the caller shows it beside its field. */
async function orProblem<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SettingsRefused)) throw error
    const [first] = error.issues
    const params = { path: first?.path ?? '', text: first ?? error.message }
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
export const settingsRoutes = (ports: SettingsPorts): Route[] => [
  route({
    method: 'get',
    path: '/settings',
    summary: 'The settings in force, where each comes from, and which secrets are set',
    answers: { 200: json('The settings', SettingsView) },
    handle: () => ports.settings.view(),
  }),
  route({
    method: 'patch',
    path: '/settings',
    summary:
      'Changes what is named; a refused value is named in `errors`, and then nothing changes',
    needs: 'admin',
    body: jsonBody(SettingsChange),
    answers: { 200: json('The settings after it', SettingsView) },
    handle: ({ body }) => orProblem(() => ports.settings.change(body)),
  }),
  route({
    method: 'post',
    path: '/settings/test-mail',
    summary: 'Sends a small mail, with the settings as they would be after `change`',
    needs: 'admin',
    body: jsonBody(TestMailRequest),
    answers: { 200: json('What became of it', TestAnswer) },
    async handle({ body: { to, change = {} }, res }) {
      const changed = await orProblem(() => ports.settings.preview(change))
      const delivery = ports.deliveryWith(changed)
      return timed(async () => {
        const { state, said, detail } = await delivery.sendTest(to, whileAsked(res))
        return { ok: state === 'sent' || state === 'saved', said, detail }
      })
    },
  }),
  route({
    method: 'post',
    path: '/settings/test-summary',
    summary: 'Asks the model server one small question, with the settings as they would be',
    needs: 'admin',
    body: jsonBody(TestSummaryRequest),
    answers: { 200: json('What came of it', TestAnswer) },
    async handle({ body: { change = {} }, res }) {
      const changed = await orProblem(() => ports.settings.preview(change))
      return ports.probeSummary(changed, whileAsked(res))
    },
  }),
  route({
    method: 'post',
    path: '/settings/models',
    summary: 'The models of a server, by its address alone, with the settings as they would be',
    needs: 'admin',
    body: jsonBody(TestSummaryRequest),
    answers: { 200: json('What it offers', ModelList) },
    async handle({ body: { change = {} }, res }) {
      // Any name will do: the address is asked what there is.
      const values = { ...change.values, summaryModel: change.values?.summaryModel ?? 'any' }
      const changed = await orProblem(() => ports.settings.preview({ ...change, values }))
      return ports.listModels(changed, whileAsked(res))
    },
  }),
  route({
    method: 'get',
    path: '/settings/model-servers',
    summary: 'Servers of models that answer on this computer, at their usual addresses',
    answers: { 200: json('Those that offer models', ModelServerList) },
    handle: async ({ res }) => ({ items: await ports.findModelServers(whileAsked(res)) }),
  }),
]
