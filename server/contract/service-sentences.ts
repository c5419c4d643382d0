import type { Reason } from './reason.ts'

// An alias, because an interface would not be taken where any record of values is.
type Service = {
  /** Name of its computer, with the port where there is one. */
  host: string
}

/** What is said of a service that writes workbooks in place of the app. */
export interface ServiceSentenceParams {
  service_writes: Service
  /** Reasons why it did not. */
  service_unreachable: Service & { text: string }
  service_silent: Service & { seconds: number }
  service_broke_off: Service
  /** `text`: its own words, or empty. */
  service_refused: Service & { status: number; text: string }
  service_redirects: Service
  service_wrong_answer: Service & {
    context: 'type' | 'encoding' | 'checksum' | 'workbook' | 'macros' | 'large' | 'unpacked'
  }
  service_stays_here: Service
  /** The end of a report whose workbook the app has written by itself. */
  workbook_ready_without_service: { reason: Reason }
}
