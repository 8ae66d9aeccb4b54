import type { AdvisedSetting } from '../model/index.js'
import type { Plan } from './account.js'

type Value = AdvisedSetting['value'] | undefined

const number = (value: Value) => (typeof value === 'number' && value > 0 ? Math.ceil(value) : undefined)

/** A setting that is described in words, or switched on. */
const wanted = (value: Value) => value !== undefined && value !== false

/** The advised settings as the formats read them. */
export function planOf(settings: readonly AdvisedSetting[]): Plan {
  const value = (id: string): Value => settings.find((setting) => setting.id === id)?.value
  return {
    leaveOnServer: value('leave-on-server') !== false,
    leaveDays: number(value('leave-on-server-days')),
    offlineStore: wanted(value('offline-store')),
    archive: wanted(value('archive-folder')),
    checkMinutes: number(value('check-every-minutes')),
    sizeLimitKb: number(value('size-limit-kb')),
    idle: wanted(value('idle')),
    specialFolders: wanted(value('special-folders')),
  }
}
