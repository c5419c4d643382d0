/** A sentence inside another one. */
export interface Reason {
  code: string
  params: Record<string, unknown>
}
