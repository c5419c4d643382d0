import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { ImportItem } from './ImportItem.tsx'
import classes from './imports.module.css'
import { selectImportOids } from './imports-slice.ts'

/** So many stand on the first page; the view "Imports" has all. */
const shown = 3

/** The newest imports, for the page that is there before the first room. */
export const LatestImports = () => {
  const { t } = useTranslation()
  const oids = useSelector(selectImportOids)
  if (oids.length === 0) return null
  return (
    <ul className={classes.latest} aria-label={t('imports.table')}>
      {oids.slice(0, shown).map((oid) => (
        <ImportItem key={oid} importOid={oid} />
      ))}
    </ul>
  )
}
