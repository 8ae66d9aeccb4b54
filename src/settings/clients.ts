import type { ClientId } from '../model/index.js'
import type { Client } from './account.js'
import { aerc } from './clients/aerc.js'
import { apple } from './clients/apple.js'
import { fetchmail } from './clients/fetchmail.js'
import { getmail6 } from './clients/getmail6.js'
import { himalaya } from './clients/himalaya.js'
import { mbsync } from './clients/mbsync.js'
import { mpop } from './clients/mpop.js'
import { mutt } from './clients/mutt.js'
import { neomutt } from './clients/neomutt.js'
import { offlineimap } from './clients/offlineimap.js'
import { text } from './clients/text.js'
import { thunderbird } from './clients/thunderbird.js'

/**
 * All formats, in the order in which they are listed. To add one: its id in data/schema/settings.schema.json, its file in
 * clients/, its line here; then npm run generate. The compiler and the tests name what is missing.
 */
export const clients = {
  thunderbird,
  apple,
  mbsync,
  getmail6,
  fetchmail,
  mpop,
  offlineimap,
  neomutt,
  mutt,
  himalaya,
  aerc,
  text,
} as const satisfies Record<ClientId, Client>

/** All formats as a list. */
export const clientList: readonly Client[] = Object.values(clients)
