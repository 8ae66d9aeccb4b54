/** Sources that are documents on the web: what each of them is asked, and how far its word can be trusted. */
export {
  askAutoconfig,
  askHttpAutoconfig,
  askHttpWellKnown,
  askIspdb,
  askMxAutoconfig,
  askMxIspdb,
  askMxWellKnown,
  askWellKnown,
} from './autoconfig.js'
export { askAutodiscover } from './autodiscover.js'
export { askPacc } from './pacc.js'
