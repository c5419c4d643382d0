/** A service that writes workbooks, as the settings name it. */
export interface WorkbookService {
  url: string
  token: string | null
}
