/** WhatsApp: the texts of "Export chat". */
export { whatsapp } from './reader.ts'
