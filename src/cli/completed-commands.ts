import type { Command } from '@oclif/core/command'
import { settableSetups, settingsClients } from '../app/settings.js'
import { catalogueKinds } from '../catalogue/explain.js'
import type { CompletedCommand, CompletedFlag } from '../render/completion.js'
import { shells } from '../render/completion.js'

type Loaded = Pick<Command.Loadable, 'id' | 'summary' | 'flags' | 'args'>
type LoadedFlag = Loaded['flags'][string]

/** Words of values that would make the help unreadable. */
const longLists: Readonly<Record<string, () => readonly string[]>> = {
  'settings for': () => settingsClients().map(({ id }) => id),
  'settings setup': settableSetups,
  'explain list': () => catalogueKinds,
}

/** What the help shows for a value says what can be offered: words with bars between them, or a file. */
function valueIn(id: string, name: string, flag: LoadedFlag): CompletedFlag['value'] {
  if (flag.type === 'boolean') return 'none'
  const listed = longLists[`${id} ${name}`]
  if (listed !== undefined) return listed()
  const shown = [flag.helpValue ?? ''].flat().join()
  if (/^[a-z0-9-]+(\|[a-z0-9-]+)+$/.test(shown)) return shown.split('|')
  return shown.startsWith('FILE') ? 'file' : 'free'
}

function wordsOf(args: Loaded['args']): readonly string[] {
  if ('target' in args) return ['demo']
  return 'shell' in args ? shells : []
}

/** The commands as the manifest has them, by name, for a completion. */
export function completedCommands(commands: readonly Loaded[]): CompletedCommand[] {
  return commands
    .map(({ id, summary = '', flags, args }) => ({
      id,
      summary,
      words: wordsOf(args),
      flags: [
        ...Object.entries(flags).map(([name, flag]) => ({
          name,
          summary: flag.summary ?? '',
          value: valueIn(id, name, flag),
        })),
        { name: 'help', summary: 'Show what the command does and its flags.', value: 'none' as const },
      ],
    }))
    .sort((a, b) => a.id.localeCompare(b.id, 'en'))
}
