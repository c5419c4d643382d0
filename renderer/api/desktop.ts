import type { DesktopApi, DesktopError, DesktopResult } from '../../server/contract/desktop-api.ts'

declare global {
  interface Window {
    /** Put there by the preload; absent when the page is opened in a plain browser. */
    rapporteur?: DesktopApi
  }
}

/** The bridge to the host, or null outside the app. */
export const findDesktop = (): DesktopApi | null => window.rapporteur ?? null

/** Whether the window is a page in a browser: then nothing is offered that takes a desktop. */
export const isInBrowser = (): boolean => document.documentElement.dataset['host'] === 'browser'

/** A refusal of the host, with its stable code. */
export class DesktopFailure extends Error {
  override name = 'DesktopFailure'
  readonly code: string
  readonly params: DesktopError['params']

  constructor({ code, params, message }: DesktopError) {
    super(message)
    this.code = code
    this.params = params
  }
}

/** Turns the bridge's result shape into a value or a thrown {@link DesktopFailure}. */
export const unwrap = async <T>(answer: Promise<DesktopResult<T>>): Promise<T> => {
  const result = await answer
  if (result.ok) return result.value
  throw new DesktopFailure(result.error)
}
