/** The end of a report's id, which makes the names of workbooks unique and says nothing to people. */
const idOf = (reportOid: string): string => reportOid.replaceAll(/[^A-Za-z0-9]/g, '').slice(-8)

/** The name of a workbook without the id in it; as it stands where none is. */
export const shownFileName = (fileName: string, reportOid: string): string => {
  const id = idOf(reportOid)
  if (id === '') return fileName
  const at = fileName.lastIndexOf(id)
  if (at < 0) return fileName
  const before = fileName.slice(0, at).replace(/[ _-]+$/u, '')
  const after = fileName.slice(at + id.length)
  // A name that is its id alone keeps it.
  if (before === '') return after.startsWith('.') ? fileName : after.trimStart()
  return before + after
}
