import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { Empty } from '../../ui/Empty.tsx'
import { Page } from '../../ui/Page.tsx'
import { ImportButton } from './ImportButton.tsx'
import { ImportItem } from './ImportItem.tsx'
import classes from './imports.module.css'
import { selectImportOids } from './imports-slice.ts'

/** Every import of this installation, newest first. */
export const ImportsView = ({ onLiveFeed }: { onLiveFeed: () => void }) => {
  const { t } = useTranslation()
  const oids = useSelector(selectImportOids)
  return (
    <Page title={t('imports.title')} tools={<ImportButton onLiveFeed={onLiveFeed} />}>
      {oids.length === 0 ? (
        <Empty title={t('imports.empty')} text={t('imports.emptyText')} />
      ) : (
        <ul className={classes.list} aria-label={t('imports.table')}>
          {oids.map((oid) => (
            <ImportItem key={oid} importOid={oid} />
          ))}
        </ul>
      )}
    </Page>
  )
}
