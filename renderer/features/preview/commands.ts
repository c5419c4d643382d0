import { createCommand, createRequest } from '../../api/services.ts'

export const readPreview = createRequest('preview/read', (rest) => rest.preview)

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
