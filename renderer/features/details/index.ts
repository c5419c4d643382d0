export { DetailsDrawer } from './DetailsDrawer.tsx'
