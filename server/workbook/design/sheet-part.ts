/** @param number of a sheet, from 1 */
export const sheetPart = (number: number): string => `xl/worksheets/sheet${number}.xml`
