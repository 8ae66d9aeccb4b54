import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { tool } from '../../src/app/tool.js'
import { type ClientId, UserError } from '../../src/model/index.js'
import { clientList } from '../../src/settings/clients.js'
import { schemaErrors } from '../cli/support.js'
import { fileOf, type Situation, settingsIn, situations } from './situations.js'

const folder = new URL('golden/', import.meta.url)
const ids = clientList.map(({ id }) => id)

/** The file, or the refusal in its place; without the version, which changes with each release. */
function outcome(client: ClientId, situation: Situation): string {
  try {
    const document = settingsIn(client, situation)
    expect(schemaErrors('settings', document)).toEqual([])
    return fileOf(document).replaceAll(`mailadvise ${tool().version}`, 'mailadvise VERSION')
  } catch (error) {
    if (error instanceof UserError) return `${error.code}: ${error.message}\n${error.hint}\n`
    throw error
  }
}

const cases = ids.flatMap((id) => situations.map((situation): [ClientId, Situation] => [id, situation]))

describe('golden settings files', () => {
  if (process.env.UPDATE_GOLDEN) {
    for (const [id, situation] of cases) {
      mkdirSync(new URL(`${id}/`, folder), { recursive: true })
      writeFileSync(new URL(`${id}/${situation.name}.txt`, folder), outcome(id, situation))
    }
  }

  it.each(cases.map(([id, situation]) => ({ id, name: situation.name, situation })))(
    '$id in the situation $name',
    ({ id, name, situation }) => {
      expect(outcome(id, situation)).toBe(readFileSync(new URL(`${id}/${name}.txt`, folder), 'utf8'))
    },
  )

  it('are of no other programs or situations than there are', () => {
    expect(readdirSync(folder).sort()).toEqual([...ids].sort())
    const files = situations.map(({ name }) => `${name}.txt`).sort()
    for (const id of ids) expect(readdirSync(new URL(`${id}/`, folder)).sort()).toEqual(files)
  })

  it('hold no password, no clear-text connection and no line with a blank at its end', () => {
    for (const [id, situation] of cases) {
      const text = outcome(id, situation)
      expect(text).not.toMatch(/(?:^|[^a-z])(?:SSLType None|imap\+insecure|<socketType>plain)/im)
      expect(text, id).not.toMatch(/[ \t]$/m)
      expect(text.endsWith('\n')).toBe(true)
    }
  })

  it('say the same twice: nothing in them comes from the clock or from chance', () => {
    for (const [id, situation] of cases) expect(outcome(id, situation)).toBe(outcome(id, situation))
  })
})

describe('what a file says of itself', () => {
  const situation = situations[0] as Situation

  it.each(ids.filter((id) => id !== 'mpop'))(
    '%s: version, day, TLS version and end of the certificate',
    (id) => {
      const text = fileOf(settingsIn(id, situation)).replace(/\s*\n#?\s*/g, ' ')
      expect(text).toContain(`mailadvise ${tool().version}`)
      expect(text).toContain('Checked on 2026-06-01: mail.demo.example port 993 answered IMAP')
      expect(text).toMatch(/with TLSv1\.3; its certificate verifies and ends on 2026-08-01/)
    },
  )

  it.each(ids.filter((id) => id !== 'mpop'))(
    '%s: each advised setting is carried, or named as left over',
    (id) => {
      const document = settingsIn(id, situation)
      const text = fileOf(document).replace(/\s*\n#?\s*/g, ' ')
      const labels: Record<string, string> = {
        'special-folders': 'Special folders:',
        'offline-store': 'Offline store:',
      }
      for (const left of document.byHand ?? []) expect(text).toContain(labels[left])
    },
  )
})
