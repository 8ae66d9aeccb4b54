import { readFileSync } from 'node:fs'
import { schemaEntries } from '../../app/schema.js'
import { settingsClients } from '../../app/settings.js'
import { loadComparison, loadSetups } from '../../catalogue/data.js'
import { clientAbilities } from '../../render/client-list.js'
import { comparisonMarkdown } from '../../render/comparison-markdown.js'
import { repositoryRoot } from '../repository.js'

interface Manifest {
  commands: Record<string, { summary?: string }>
}

function commandTable(): string {
  const file = readFileSync(new URL('oclif.manifest.json', repositoryRoot), 'utf8')
  const { commands } = JSON.parse(file) as Manifest
  const rows = Object.entries(commands).map(([id, { summary = '' }]) => `| \`${id}\` | ${summary} |`)
  return ['| command | does |', '|---|---|', ...rows].join('\n')
}

function setupTable(): string {
  const rows = loadSetups().setups.map(({ id, name, summary }) => `| \`${id}\` | ${name} | ${summary} |`)
  return ['| choice | name | what it is |', '|---|---|---|', ...rows].join('\n')
}

function comparisonTable(): string {
  const rows = loadComparison().rows.filter((row) => row.founding)
  return comparisonMarkdown({
    kind: 'comparison',
    schemaVersion: 1,
    tool: { name: 'mailadvise', version: '' },
    request: { topics: [] },
    rows,
  }).trimEnd()
}

function kindList(): string {
  return schemaEntries()
    .map(({ kind }) => `\`${kind}\``)
    .join(', ')
}

function clientTable(): string {
  const rows = settingsClients().map(
    (client) =>
      `| \`${client.id}\` | ${client.title} | ${clientAbilities(client)} | \`${client.fileName}\` |`,
  )
  return ['| `--for` | program | the file can carry | file |', '|---|---|---|---|', ...rows].join('\n')
}

const parts: Record<string, () => string> = {
  clients: clientTable,
  commands: commandTable,
  setups: setupTable,
  comparison: comparisonTable,
  kinds: kindList,
}

/** README.md with each part between "generated: NAME" and "end generated" made anew from what it describes. */
export function readme(): { path: string; content: string } {
  const text = readFileSync(new URL('README.md', repositoryRoot), 'utf8')
  const content = text.replace(
    /(<!-- generated: (\w+) -->\n)[\s\S]*?(<!-- end generated -->)/g,
    (_, open: string, name: string, close: string) => {
      const part = parts[name]
      if (part === undefined) throw new Error(`README.md asks for an unknown generated part: ${name}`)
      return `${open}${part()}\n${close}`
    },
  )
  return { path: 'README.md', content }
}
