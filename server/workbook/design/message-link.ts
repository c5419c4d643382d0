import type ExcelJS from 'exceljs'
import { put } from './cells.ts'
import type { DesignContext } from './context.ts'
import type { SheetExtras } from './sheet-plan.ts'

/** `Message 12` in a cell, leading to its row where there is a transcript. */
export function putMessageLink(
  sheet: ExcelJS.Worksheet,
  context: DesignContext,
  extras: SheetExtras,
  cell: string,
  messageNumber: number,
): void {
  // What a person has added has no message.
  if (messageNumber === 0) return put(sheet, cell, '', context.styles.factLabel)
  const link = context.toMessage(cell, messageNumber)
  const style = link === null ? context.styles.factLabel : context.styles.factLink
  put(sheet, cell, context.speech.say('message_number', { number: messageNumber }), style)
  if (link !== null) extras.links.push(link)
}
