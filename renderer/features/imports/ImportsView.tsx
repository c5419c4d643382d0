import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { Empty } from '../../ui/Empty.tsx'
import { Page } from '../../ui/Page.tsx'
import { ImportButton } from './ImportButton.tsx'
import { ImportItem } from './ImportItem.tsx'
import { selectImportOids } from './imports-slice.ts'

export interface ImportsViewProps {
  /** Above the list: the other way in which rooms come. */
  connections: ReactNode
  onLiveFeed: () => void
  /** Shows the rooms of an import, by its name. */
  onShowRooms: (importName: string) => void
}

/** Every import of this installation, newest first. */
export const ImportsView = ({ connections, onLiveFeed, onShowRooms }: ImportsViewProps) => {
  const { t } = useTranslation()
  const oids = useSelector(selectImportOids)
  return (
    <Page title={t('imports.title')} tools={<ImportButton onLiveFeed={onLiveFeed} />} hasFields>
      {connections}
      {oids.length === 0 ? (
        <Empty title={t('imports.empty')} text={t('imports.emptyText')} />
      ) : (
        <ul aria-label={t('imports.table')}>
          {oids.map((oid) => (
            <ImportItem key={oid} importOid={oid} onShowRooms={onShowRooms} />
          ))}
        </ul>
      )}
    </Page>
  )
}
