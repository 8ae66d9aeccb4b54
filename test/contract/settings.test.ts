import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadSchema } from '../../src/catalogue/data.js'
import { completedCommands } from '../../src/cli/completed-commands.js'
import { clientList, clients } from '../../src/settings/clients.js'

const root = new URL('../../', import.meta.url)
const readme = readFileSync(new URL('README.md', root), 'utf8')

interface Manifest {
  commands: Record<string, { description: string; flags: Record<string, unknown> }>
}
const manifest = JSON.parse(readFileSync(new URL('oclif.manifest.json', root), 'utf8')) as Manifest
const command = manifest.commands.settings

const completed = completedCommands([{ id: 'settings', args: {}, ...command } as never])
  .flatMap(({ flags }) => flags)
  .find(({ name }) => name === 'for')?.value

describe('each settings file format', () => {
  it.each(clientList)(
    '$id has golden files, a help entry and a row in the README',
    ({ id, title, fileName }) => {
      expect(existsSync(new URL(`test/settings/golden/${id}/`, root))).toBe(true)
      expect(completed).toContain(id)
      expect(command?.description).toContain(`${id} (${title})`)
      expect(readme).toContain(`| \`${id}\` | ${title} |`)
      expect(readme).toContain(`| \`${fileName}\` |`)
    },
  )

  it('is known by one id in the registry, in the schema and by its file', () => {
    const definitions = loadSchema('settings')?.$defs as Record<string, { enum?: string[] }> | undefined
    const ids = Object.keys(clients)
    expect(clientList.map(({ id }) => id)).toEqual(ids)
    expect(definitions?.clientId?.enum).toEqual(ids)
    const files = readdirSync(new URL('src/settings/clients/', root)).map((file) => file.replace(/\.ts$/, ''))
    expect(files.filter((file) => file !== 'mutt-lines').sort()).toEqual([...ids].sort())
  })

  it.each(clientList)(
    '$id can express at least one protocol, always with TLS',
    ({ protocols, securities }) => {
      expect(protocols.length).toBeGreaterThan(0)
      expect(securities).toContain('tls')
    },
  )
})
