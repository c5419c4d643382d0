import type { Reason } from './reason.ts'

type None = Record<never, never>
// An alias, because an interface would not be taken where any record of values is.
type Server = {
  model: string
  host: string
}

/** Who wrote a summary, and why it was not the model that was asked. */
export interface SummarySentenceParams {
  summary_quotes: None
  /** The summary of an overview, out of those of so many reports. */
  overview_made: { count: number }
  summary_by_model: Server
  /** One more thing that is to be known of it. */
  summary_noted: { reason: Reason; note: Reason }
  cut_for_length: { parts: number }
  /** In the currency of the prices. */
  cut_for_cost: { cost: string; most: number }
  orders_in_messages: { count: number }
  /** `reason` is one of the kinds below, or `model_said` around it. */
  model_unavailable: Server & { reason: Reason }
  model_too_dear: Server & { reason: Reason }
  room_stays_here: Server
  /** A person would rather have quotes than wait for the model. */
  quotes_asked: Server
  /** `text` is what the server or the network said. */
  model_said: { reason: Reason; text: string }
  model_aborted: None
  model_auth: None
  model_bad_request: None
  model_budget: None
  model_call_timeout: None
  model_context: None
  model_empty: None
  model_headers_timeout: None
  model_idle_timeout: None
  model_length: None
  model_network: None
  model_not_found: None
  /** A model on this computer does not run; `text` is what the engine or the system said. */
  model_not_loaded: {
    context: 'engine' | 'file' | 'model' | 'ended' | 'slow'
    text: string
  }
  model_paused: None
  model_protocol: None
  model_quota: None
  model_rate: None
  model_refused: None
  model_server: None
  model_truncated: None
  model_unknown: None
  /** What came of the test of a model server. */
  probe_quotes: None
  /** `context` is how it is asked; `place` is one of the next two. */
  probe_ready: { context: 'schema' | 'json' | 'text'; model: string; place: Reason }
  probe_here: None
  probe_elsewhere: { host: string }
  probe_declined: { model: string }
  probe_wrong_form: { model: string }
  probe_slow: { host: string; seconds: number }
  probe_failed: { host: string; reason: Reason }
  probe_failed_so: { host: string; reason: Reason; advice: Reason }
  probe_advice: {
    context: 'key' | 'quota' | 'network' | 'missing' | 'v1' | 'protocol' | 'length' | 'later'
  }
  /** Why a model was not downloaded. Megabytes that are needed and free; `text` is what the place or the system said. */
  download_no_room: { needed: number; free: number }
  download_wrong: { text: string }
  download_changed: { text: string }
  download_refused: { text: string }
  download_broken: { text: string }
}
