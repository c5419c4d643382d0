import type { Reason } from '../../contract/reason.ts'
import type { SentenceParams } from '../../contract/sentences.ts'
import { ModelError, type ModelErrorKind } from './errors.ts'
import type { LocalFailure } from './server.ts'
import type { ModelTransport } from './transport.ts'

type KindCode = `model_${string}` & keyof SentenceParams

const codes: Readonly<Record<ModelErrorKind, KindCode>> = {
  aborted: 'model_aborted',
  auth: 'model_auth',
  'bad-request': 'model_bad_request',
  budget: 'model_budget',
  'call-timeout': 'model_call_timeout',
  context: 'model_context',
  empty: 'model_empty',
  'headers-timeout': 'model_headers_timeout',
  'idle-timeout': 'model_idle_timeout',
  length: 'model_length',
  network: 'model_network',
  'not-found': 'model_not_found',
  'not-loaded': 'model_not_loaded',
  paused: 'model_paused',
  protocol: 'model_protocol',
  quota: 'model_quota',
  rate: 'model_rate',
  refused: 'model_refused',
  server: 'model_server',
  truncated: 'model_truncated',
}

/** The kind of a failure as a sentence, with the words of the server or the network beside it. */
export function modelReason(error: unknown): Reason {
  if (!(error instanceof ModelError)) return { code: 'model_unknown', params: {} }
  if (error.details.local !== undefined) return localReason(error.details.local)
  const reason = { code: codes[error.kind], params: {} }
  const isForeign = error.details.status !== undefined || error.kind === 'network'
  return isForeign ? { code: 'model_said', params: { reason, text: error.message } } : reason
}

/** Why quotes took the place of what the model should have written. */
export const fallbackOf = (error: unknown, { model, host }: ModelTransport): Reason => ({
  code:
    error instanceof ModelError && error.kind === 'budget' ? 'model_too_dear' : 'model_unavailable',
  params: { model, host, reason: modelReason(error) },
})

/** Why a model on this computer does not run, and what to do about it. */
export const localReason = ({ reason, words }: LocalFailure): Reason => ({
  code: 'model_not_loaded',
  params: { context: reason, text: words },
})
