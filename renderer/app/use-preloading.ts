import { useEffect } from 'react'
import { loadChoices } from '../features/choices/index.ts'
import { loadConnectionsPart } from '../features/connections/index.ts'
import { loadDetails } from '../features/details/index.ts'
import { loadGroupsView } from '../features/groups/index.ts'
import { loadPalette } from '../features/palette/index.ts'
import { loadPeopleView } from '../features/people/index.ts'
import { loadPreview } from '../features/preview/index.ts'
import { loadSchedulesView } from '../features/schedules/index.ts'
import { loadSearchView } from '../features/search/index.ts'
import { loadServersDialog } from '../features/servers/index.ts'
import { loadSettingsView } from '../features/settings/index.ts'
import { useSettled } from '../starting/settled.ts'
import { loadGroupsPage } from './groups-page.ts'

/** Milliseconds after which the chunks are loaded even in a window that never rests. */
const latestMs = 5_000

/** Loads what the start has left out as soon as the window rests, so that nothing opens late. */
export const usePreloading = () => {
  const settled = useSettled()
  useEffect(() => {
    if (!settled) return undefined
    const load = async () => {
      const chunks = [
        loadPalette,
        loadChoices,
        loadDetails,
        loadConnectionsPart,
        loadSearchView,
        loadPreview,
        loadPeopleView,
        loadGroupsPage,
        loadGroupsView,
        loadSchedulesView,
        loadSettingsView,
        loadServersDialog,
      ]
      for (const chunk of chunks) await chunk()
    }
    // A chunk that cannot be read is asked for again, and its failure shown, when it is needed.
    const handle = requestIdleCallback(() => void load().catch(() => undefined), {
      timeout: latestMs,
    })
    return () => cancelIdleCallback(handle)
  }, [settled])
}
