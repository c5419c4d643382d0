export {
  createDelivery,
  type Delivery,
  type DeliveryOptions,
  type DeliveryRequest,
  type DeliveryResult,
} from './delivery.ts'
export type { SmtpSettings, SmtpTimeouts } from './smtp.ts'
