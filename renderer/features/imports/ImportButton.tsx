import { Button } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAppDispatch } from '../../api/services.ts'
import { pickImports } from './imports-slice.ts'

export const ImportButton = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  return (
    <Button
      size="sm"
      h={32}
      px={10}
      variant="default"
      leftSection={<IconFileImport size={16} stroke={1.75} aria-hidden />}
      onClick={() => void dispatch(pickImports())}
    >
      {t('imports.import')}
    </Button>
  )
}
