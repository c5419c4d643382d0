import { createCommand } from '../../api/services.ts'

export const readPreview = createCommand(
  'preview/read',
  async (reportOid: string, { extra: { rest }, signal }) => rest.preview(reportOid, signal),
)

export interface PageQuery {
  reportOid: string
  sheet: number
  offset: number
  limit: number
}

export const readPreviewPage = createCommand(
  'preview/page',
  async ({ reportOid, sheet, offset, limit }: PageQuery, { extra: { rest }, signal }) =>
    rest.previewPage(reportOid, sheet, { offset, limit }, signal),
)
