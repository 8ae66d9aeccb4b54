import { describe, expect, it } from 'vitest'
import { explain, listCatalogue } from '../../src/app/explain.js'
import { catalogueKinds, catalogueOf } from '../../src/catalogue/explain.js'
import type { ExplanationDocument } from '../../src/model/index.js'
import { explanationText } from '../../src/render/explanation-text.js'
import { tooWide, trailingSpaces } from '../render/support.js'
import { runCli, schemaErrors } from './support.js'

const parse = (stdout: string) => JSON.parse(stdout) as ExplanationDocument
const all = catalogueOf(catalogueKinds).flatMap(({ kind, items }) =>
  items.map(({ id }) => [kind, id] as const),
)

describe('explain', () => {
  it.each([
    ['cert-expired', 'finding', /^ {2}Administrator {2}1\. Renew/m],
    ['IDLE', 'capability', /^Prompt alerts$/m],
    ['idle', 'capability', /IMAP capability/],
    ['AUTH=PLAIN', 'capability', /^PLAIN /m],
    ['sys/temp', 'response', /from any-server/],
    ['pop3-expire-0', 'rule', /^ {2}When {11}/m],
    ['email-storage', 'row', /^ {2}Used by /m],
    ['places', 'question', /--set places=VALUE/],
    ['pop-leave-on-server', 'setup', /^ {2}Risks /m],
    ['expired-certificate', 'scenario', /mailadvise simulate expired-certificate/],
  ])('%s is a %s', async (id, kind, words) => {
    const { stdout, code } = await runCli(['explain', id])
    expect(stdout).toMatch(words)
    const document = parse((await runCli(['explain', id, '--json'])).stdout)
    expect(document.entries.map((entry) => entry.kind)).toContain(kind)
    expect(schemaErrors('explanation', document)).toEqual([])
    expect(code).toBe(0)
  })

  it('shows every kind that has the id', () => {
    expect(explain('pop3-no-uidl').entries.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['rule', 'scenario']),
    )
    expect(explain('PLAIN').entries).toHaveLength(2)
  })

  it('knows every id of the catalogue, by its own kind, on any width', () => {
    for (const [kind, id] of all) {
      const document = explain(id)
      expect(document.entries.map((entry) => entry.kind)).toContain(kind)
      const text = explanationText(document, { width: 60, colour: false })
      expect(tooWide(text, 60).filter((line) => !line.includes('mailadvise '))).toEqual([])
      expect(trailingSpaces(text)).toEqual([])
    }
  })

  it('alone names the kinds and how many ids each has', async () => {
    const { stdout, code } = await runCli(['explain'])
    for (const { kind, items } of catalogueOf(catalogueKinds)) {
      expect(stdout).toMatch(new RegExp(`^${kind} +${items.length} `, 'm'))
    }
    expect(schemaErrors('explanation', listCatalogue())).toEqual([])
    expect(code).toBe(0)
  })

  it('--list names the ids of a kind', async () => {
    const { stdout } = await runCli(['explain', '--list', 'setup'])
    expect(stdout).toMatch(/^pop-leave-on-server +POP, leaving/m)
    expect(
      schemaErrors('explanation', parse((await runCli(['explain', '--list', 'rows', '--json'])).stdout)),
    ).toEqual([])
  })
})

describe('explain with bad input', () => {
  it.each([
    [['cert-expird'], /Did you mean "cert-expired"\?/],
    [['xyzzy-plugh'], /See the kinds with mailadvise explain/],
    [[''], /There is nothing with the id ""/],
    [['certificate'], /Ids with that in them: .*certificate/],
    [['--list', 'setps'], /Did you mean "setup"\?/],
    [['imap', '--list', 'setup'], /--list lists a kind/],
    [['imap', 'pop'], /Unexpected argument "pop"/],
  ])('%j is told in one line, exit code 2, and in JSON', async (args, words) => {
    const { stdout, stderr, code } = await runCli(['explain', ...args, '--json'])
    expect(stderr).toMatch(words)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(schemaErrors('error', JSON.parse(stdout))).toEqual([])
    expect(code).toBe(2)
  })
})
