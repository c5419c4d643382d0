import type { CellPosition, Picture } from '../design/sheet-plan.ts'
import { escapeAttribute } from '../text/cell-text.ts'

/** English Metric Units of one pixel at 96 dpi. */
const EMU = 9_525

const namespaces =
  'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" ' +
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ' +
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ' +
  'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'

/** The drawing part of one sheet; picture number `n` hangs on the relationship `rId<n>`. */
export function drawingXml(pictures: readonly Picture[]): string {
  const anchors = pictures.map((picture, index) =>
    'chart' in picture
      ? '<xdr:twoCellAnchor editAs="oneCell">' +
        `${corner('from', picture.from)}${corner('to', picture.to)}` +
        chartFrame(index + 1, picture.chart.title, picture.chart.description) +
        '<xdr:clientData/></xdr:twoCellAnchor>'
      : `<xdr:oneCellAnchor>${corner('from', picture.from)}` +
        `<xdr:ext cx="${picture.width * EMU}" cy="${picture.height * EMU}"/>` +
        logo(index + 1, picture.width, picture.height, picture.logo.description) +
        '<xdr:clientData/></xdr:oneCellAnchor>',
  )
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    `<xdr:wsDr ${namespaces}>${anchors.join('')}</xdr:wsDr>`
  )
}

const corner = (name: 'from' | 'to', { column, row, inset = 0 }: CellPosition): string =>
  `<xdr:${name}><xdr:col>${column}</xdr:col><xdr:colOff>${inset * EMU}</xdr:colOff>` +
  `<xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:${name}>`

const named = (id: number, name: string, description: string): string =>
  `<xdr:cNvPr id="${id + 1}" name="${escapeAttribute(name)}" descr="${escapeAttribute(description)}"/>`

const chartFrame = (id: number, name: string, description: string): string =>
  `<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>${named(id, name, description)}<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>` +
  '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>' +
  '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">' +
  `<c:chart r:id="rId${id}"/></a:graphicData></a:graphic></xdr:graphicFrame>`

const logo = (id: number, width: number, height: number, description: string): string =>
  `<xdr:pic><xdr:nvPicPr>${named(id, 'Logo', description)}<xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr>` +
  `<xdr:blipFill><a:blip r:embed="rId${id}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>` +
  `<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${width * EMU}" cy="${height * EMU}"/></a:xfrm>` +
  '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
