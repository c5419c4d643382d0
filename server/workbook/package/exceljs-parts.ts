import type ExcelJS from 'exceljs'

/**
 * The steps in which `xlsx.write` of exceljs makes the parts of a workbook, each given what takes them. Its types
 * leave them out; `exceljs-parts.test.ts` holds that they give what exceljs writes.
 */
type Step = (zip: PartSink, model: unknown) => Promise<void> | void

interface PartSink {
  append(content: string, options: { name: string }): void
}

interface Steps {
  prepareModel(model: unknown, options: object): void
  addContentTypes: Step
  addOfficeRels: Step
  addWorkbookRels: Step
  addWorksheets: Step
  addSharedStrings: Step
  addThemes: Step
  addStyles: Step
  addCore: Step
  addWorkbook: Step
}

/** After `prepareModel`; strings come after the sheets, which name them. */
const order = [
  'addContentTypes',
  'addOfficeRels',
  'addWorkbookRels',
  'addWorksheets',
  'addSharedStrings',
  'addThemes',
  'addStyles',
  'addCore',
  'addWorkbook',
] as const satisfies readonly (keyof Steps)[]

/**
 * The XML of each part that exceljs makes of a workbook without pictures, tables and notes, by name. Its own zip would
 * be taken apart again at once, which took as long as making the parts.
 */
export async function exceljsParts(workbook: ExcelJS.Workbook): Promise<Map<string, string>> {
  const parts = new Map<string, string>()
  const sink: PartSink = { append: (content, { name }) => void parts.set(name, content) }
  const steps = workbook.xlsx as unknown as Steps
  // Making it takes a walk through all cells.
  const { model } = workbook
  steps.prepareModel(model, {})
  for (const step of order) await steps[step](sink, model)
  return parts
}
