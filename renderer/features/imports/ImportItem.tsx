import {
  IconAlertCircle,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconClock,
  IconFileImport,
  IconHelpCircle,
  type TablerIcon,
} from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { warningKey } from '../../../server/contract/import-sentences.ts'
import type { Import, ImportState, ImportWarning } from '../../../server/contract/imports.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Bar } from '../../ui/Bar.tsx'
import { formatBytes } from '../../ui/format.ts'
import { Name } from '../../ui/Name.tsx'
import { oneLine, shorten } from '../../ui/plain-text.ts'
import classes from './imports.module.css'
import { RowButton } from '../../ui/RowButton.tsx'
import { sayFailure, sayTold } from '../../ui/sentences.ts'
import { formatName } from '../../ui/source-names.ts'
import {
  cancelImport,
  readAgain,
  removeImport,
  hasImportEnded,
  selectImport,
  selectIsCancelling,
  type ImportsRoot,
} from './imports-slice.ts'
import { throwAway } from '../trash/index.ts'
import { ReadAgain } from './ReadAgain.tsx'

/** What people see of a state: an import that only needs an answer is not shown as failed. */
type Face = ImportState | 'asks'

const faceOf = ({ state, choices }: Import): Face =>
  state === 'failed' && choices?.table ? 'asks' : state

const icons: Record<Face, TablerIcon> = {
  asks: IconHelpCircle,
  queued: IconClock,
  reading: IconFileImport,
  finished: IconCircleCheck,
  failed: IconAlertCircle,
  cancelled: IconCircleMinus,
}

const always = ['rooms', 'messages'] as const
const whereAny = ['system', 'unparsed', 'skipped', 'repaired', 'duplicates'] as const

/** What an import is looking through, before it knows what there is to read. */
const looking = (item: Import): { found: number; looked: number; chats: number } | null =>
  item.state === 'reading' && item.bytesTotal === null && (item.filesFound ?? 0) > 0
    ? { found: item.filesFound ?? 0, looked: item.filesLooked ?? 0, chats: item.chatsFound ?? 0 }
    : null

const useCounts = (item: Import): string => {
  const { t } = useTranslation()
  const look = looking(item)
  if (look?.looked === 0) return t('imports.found', { count: look.found })
  if (look) {
    const chats = t('imports.chats', { count: look.chats })
    return t('imports.looked', { count: look.looked, chats })
  }
  const { counts } = item
  return [...always, ...whereAny.filter((key) => counts[key] > 0)]
    .map((key) => t(`imports.${key}`, { count: counts[key] }))
    .join(' · ')
}

const Warning = ({ warning }: { warning: ImportWarning }) => {
  const { t } = useTranslation()
  return (
    <li>
      {sayTold(t, { ...warning, code: warningKey(warning.code), message: warning.detail })}{' '}
      <span className={classes.muted}>{t('imports.times', { count: warning.count })}</span>
      <ul className={classes.examples}>
        {warning.examples.map((example, position) => (
          // Examples never change their place, and two may be equal.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={position}>
            <bdi className={classes.muted}>
              {example.line === undefined
                ? oneLine(example.file)
                : t('imports.line', { file: oneLine(example.file), line: example.line })}
            </bdi>
            <code>
              {example.code === undefined
                ? shorten(oneLine(example.text), 160)
                : sayTold(t, { code: example.code, params: {}, message: example.text })}
            </code>
          </li>
        ))}
      </ul>
    </li>
  )
}

/** One import: where it stands, what it found, what it could not read and where that stands. */
export interface ImportItemProps {
  importOid: string
  /** Default: its rooms cannot be shown from here. */
  onShowRooms?: (importName: string) => void
}

export const ImportItem = memo(({ importOid, onShowRooms }: ImportItemProps) => {
  const { t } = useTranslation()
  const item = useSelector((root: ImportsRoot) => selectImport(root, importOid))
  if (!item) return null
  const face = faceOf(item)
  return (
    <ImportBody
      item={item}
      face={face}
      word={t(`imports.states.${face}`)}
      {...(onShowRooms && { onShowRooms })}
    />
  )
})
ImportItem.displayName = 'ImportItem'

/** There from the first moment, also while an archive is opened or a folder is looked through. */
const CancelButton = ({ importOid, name }: { importOid: string; name: string }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const cancelling = useSelector((root: ImportsRoot) => selectIsCancelling(root, importOid))
  return (
    <RowButton
      name={t('imports.cancelNamed', { name: oneLine(name) })}
      disabled={cancelling}
      onClick={() => void dispatch(cancelImport(importOid))}
    >
      {t(cancelling ? 'imports.cancelling' : 'imports.cancel')}
    </RowButton>
  )
}

/** An import that brought nothing is read once more, after its files were mended, or taken off the list. */
const AgainButtons = ({ importOid, name }: { importOid: string; name: string }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  return (
    <>
      <RowButton
        name={t('imports.againNamed', { name: oneLine(name) })}
        onClick={() => void dispatch(readAgain({ importOid, reading: {} }))}
      >
        {t('app.tryAgain')}
      </RowButton>
      <RowButton
        name={t('imports.removeNamed', { name: oneLine(name) })}
        onClick={() => void dispatch(removeImport(importOid))}
      >
        {t('imports.remove')}
      </RowButton>
    </>
  )
}

/** What an import has brought is shown, or deleted again. */
const BroughtButtons = ({
  item: { importOid, name, counts },
  onShowRooms,
}: Pick<ImportItemProps, 'onShowRooms'> & { item: Import }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  return (
    <>
      {onShowRooms && counts.rooms > 0 && (
        <RowButton
          name={t('imports.showNamed', { name: oneLine(name) })}
          onClick={() => onShowRooms(name)}
        >
          {t('imports.show')}
        </RowButton>
      )}
      <RowButton
        name={t('imports.takeOutNamed', { name: oneLine(name) })}
        title={t('imports.takeOutHint')}
        onClick={() => void dispatch(throwAway({ importOids: [importOid] }))}
      >
        {t('imports.takeOut')}
      </RowButton>
    </>
  )
}

/** Share of the bytes that are read, or of the files that were looked at before; null where unknown. */
const shareOf = (item: Import): number | null => {
  const look = looking(item)
  if (look) return look.looked === 0 ? null : look.looked / look.found
  return item.bytesTotal ? item.bytesRead / item.bytesTotal : null
}

interface ImportBodyProps extends Pick<ImportItemProps, 'onShowRooms'> {
  item: Import
  face: Face
  word: string
}

const ImportBody = ({ item, face, word, onShowRooms }: ImportBodyProps) => {
  const { t } = useTranslation()
  const counts = useCounts(item)
  const Icon = icons[face]
  return (
    <li className={classes.item} data-import-oid={item.importOid} data-import-state={item.state}>
      <div className={classes.line}>
        <span className={classes.state} data-state={face}>
          <Icon size={16} stroke={1.75} aria-hidden />
          {word}
        </span>
        <Name className={classes.name}>{item.name}</Name>
        <span className={classes.muted}>
          {item.format !== null
            ? formatName(t, item.format)
            : hasImportEnded(item)
              ? ''
              : t('imports.unknownFormat')}
        </span>
        <span className={classes.bytes}>
          {item.bytesTotal === null || item.state === 'finished'
            ? item.bytesRead > 0 && formatBytes(item.bytesRead)
            : `${formatBytes(item.bytesRead)} / ${formatBytes(item.bytesTotal)}`}
        </span>
        {!hasImportEnded(item) && <CancelButton importOid={item.importOid} name={item.name} />}
        {item.state === 'finished' && (
          <BroughtButtons item={item} {...(onShowRooms && { onShowRooms })} />
        )}
        {(item.state === 'failed' || item.state === 'cancelled') && (
          <AgainButtons importOid={item.importOid} name={item.name} />
        )}
      </div>
      {item.state === 'reading' && <Bar fraction={shareOf(item)} />}
      {item.error ? (
        <p className={face === 'asks' ? classes.counts : classes.error}>
          <bdi>{sayFailure(t, item.error)}</bdi>
        </p>
      ) : (
        <p className={classes.counts}>{counts}</p>
      )}
      <ReadAgain item={item} />
      {item.warnings.length > 0 && (
        <details className={classes.warnings}>
          <summary>
            <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
            {t('imports.warnings', { count: item.warnings.length })}
          </summary>
          <ul>
            {item.warnings.map((warning) => (
              <Warning key={`${warning.code} ${warning.detail}`} warning={warning} />
            ))}
          </ul>
        </details>
      )}
    </li>
  )
}
