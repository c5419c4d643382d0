import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconFileImport } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { isElsewhere } from '../../api/shown-server.ts'
import { useAppDispatch } from '../../api/services.ts'
import { DropMenu } from '../../ui/DropMenu.tsx'
import { importSamples, pickImports } from './imports-slice.ts'

/** Imports files; beside it the other ways, because most systems have no dialog for files and folders. */
export const ImportButton = ({ onLiveFeed }: { onLiveFeed: () => void }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  return (
    <Button.Group>
      <Button
        size="sm"
        h={32}
        px={10}
        variant="default"
        leftSection={<IconFileImport size={16} stroke={1.75} aria-hidden />}
        onClick={() => void dispatch(pickImports('files'))}
      >
        {t('imports.import')}
      </Button>
      <DropMenu
        target={
          <Button size="sm" h={32} px={6} variant="default" aria-label={t('imports.otherWays')}>
            <IconChevronDown size={14} stroke={1.75} aria-hidden />
          </Button>
        }
      >
        <Menu.Dropdown>
          <Menu.Item onClick={() => void dispatch(pickImports('folder'))}>
            {t('imports.folder')}
          </Menu.Item>
          {!isElsewhere() && (
            <Menu.Item onClick={() => void dispatch(importSamples())}>
              {t('imports.samples')}
            </Menu.Item>
          )}
          <Menu.Item onClick={onLiveFeed}>{t('imports.liveFeed')}</Menu.Item>
        </Menu.Dropdown>
      </DropMenu>
    </Button.Group>
  )
}
