import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconFolder } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { isInBrowser } from '../../api/desktop.ts'
import { isElsewhere } from '../../api/shown-server.ts'
import { useAppDispatch } from '../../api/services.ts'
import { DropMenu } from '../../ui/DropMenu.tsx'
import { openWorkbook, saveReportAs, saveWorkbookAs, showWorkbook } from '../reports/index.ts'
import classes from './preview.module.css'

/** Where else the workbook can go. */
const otherForms = ['pdf', 'html', 'csv', 'markdown'] as const

export const PreviewActions = ({ reportOid }: { reportOid: string }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  return (
    <div className={classes.actions}>
      <Button size="compact-sm" onClick={() => void dispatch(openWorkbook(reportOid))}>
        {t('report.open')}
      </Button>
      {!isElsewhere() && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconFolder size={16} stroke={1.75} aria-hidden />}
          onClick={() => void dispatch(showWorkbook(reportOid))}
        >
          {t('report.show')}
        </Button>
      )}
      <DropMenu
        target={
          <Button
            size="compact-sm"
            variant="default"
            rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden />}
          >
            {t('report.saveAs')}
          </Button>
        }
      >
        <Menu.Dropdown>
          <Menu.Item onClick={() => void dispatch(saveWorkbookAs(reportOid))}>
            {t('preview.asWorkbook')}
          </Menu.Item>
          {otherForms
            .filter((format) => format !== 'pdf' || !isInBrowser())
            .map((format) => (
              <Menu.Item
                key={format}
                onClick={() => void dispatch(saveReportAs({ reportOid, format }))}
              >
                {t(`preview.as.${format}`)}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </DropMenu>
    </div>
  )
}
