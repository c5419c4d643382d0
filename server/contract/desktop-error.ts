/** A refusal of the host, as data: an error thrown across the bridge would arrive without its code. */
export interface DesktopError {
  code: string
  /** What is filled into the sentence of the code; `message` says it in English. */
  params?: Record<string, unknown> | undefined
  message: string
}
