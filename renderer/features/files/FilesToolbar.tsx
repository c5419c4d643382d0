import { Button } from '@mantine/core'
import { IconLayoutSidebarRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { Choice } from '../../ui/Choice.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import classes from './files.module.css'
import {
  fileFilters,
  fileGroups,
  filesSlice,
  type FileFilter,
  type FileGroup,
  type FilesRoot,
} from './files-slice.ts'

const { previewToggled, viewChanged } = filesSlice.actions

/** What narrows the list, how it is grouped, and whether a workbook is looked at beside it. */
export const FilesToolbar = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { search, filter, group } = useSelector(({ files }: FilesRoot) => files.view)
  const isPreviewed = useSelector(({ files }: FilesRoot) => files.isPreviewed)
  return (
    <>
      <SearchField
        className={classes.search}
        label={t('files.search')}
        value={search}
        onChange={(value) => dispatch(viewChanged({ search: value }))}
      />
      <Choice
        label={t('files.filter')}
        placeholder={t('files.all')}
        width={188}
        data={fileFilters.map((value) => ({ value, label: t(`files.filters.${value}`) }))}
        value={filter}
        onChange={(chosen) => dispatch(viewChanged({ filter: chosen as FileFilter | null }))}
      />
      <Choice
        label={t('files.group')}
        placeholder={t('files.ungrouped')}
        width={148}
        data={fileGroups.map((value) => ({ value, label: t(`files.groups.${value}`) }))}
        value={group}
        onChange={(chosen) => dispatch(viewChanged({ group: chosen as FileGroup | null }))}
      />
      <Button
        className={classes.paneButton ?? ''}
        size="sm"
        h={32}
        px={10}
        variant="default"
        aria-pressed={isPreviewed}
        leftSection={<IconLayoutSidebarRight size={16} stroke={1.75} aria-hidden />}
        onClick={() => dispatch(previewToggled())}
      >
        {t('files.pane')}
      </Button>
    </>
  )
}
