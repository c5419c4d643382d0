import { IconFileImport } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppDispatch } from '../../api/services.ts'
import classes from './imports.module.css'
import { importFiles } from './imports-slice.ts'

const holdsFiles = ({ dataTransfer }: DragEvent): boolean =>
  dataTransfer?.types.includes('Files') ?? false

/** Makes the whole window a drop target and says so while something is held over it. */
export const DropArea = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [over, setOver] = useState(false)
  useEffect(() => {
    // Enter and leave come for every element on the way; only their balance tells the window's edge.
    let depth = 0
    const settle = (by: number) => {
      depth = Math.max(0, depth + by)
      setOver(depth > 0)
    }
    const onEnter = (event: DragEvent) => holdsFiles(event) && settle(1)
    const onLeave = (event: DragEvent) => holdsFiles(event) && settle(-1)
    const onOver = (event: DragEvent) => {
      // Without this the window would leave the app and open the file.
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = holdsFiles(event) ? 'copy' : 'none'
    }
    const onDrop = (event: DragEvent) => {
      event.preventDefault()
      settle(-depth)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length > 0) void dispatch(importFiles(files))
    }
    window.addEventListener('dragenter', onEnter)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('dragover', onOver)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragenter', onEnter)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('drop', onDrop)
    }
  }, [dispatch])
  if (!over) return null
  return (
    <div className={classes.drop} aria-hidden>
      <div>
        <IconFileImport size={32} stroke={1.5} />
        <strong>{t('imports.drop')}</strong>
        <span>{t('imports.dropText')}</span>
      </div>
    </div>
  )
}
