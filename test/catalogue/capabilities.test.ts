import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import {
  explainCapabilities,
  findCapability,
  findMechanism,
  loadCapabilities,
} from '../../src/catalogue/capabilities.js'
import type { Capability, Protocol } from '../../src/model/index.js'

interface ObservedSets {
  sets: { name: string; protocol: Protocol; announced: string[] }[]
}

const protocols = ['imap', 'pop3'] as const
const imap = loadCapabilities('imap')
const pop3 = loadCapabilities('pop3')
const observed = readJson('./observed-capabilities.json') as ObservedSets

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
}

/** An entry as a server would announce it: a family with some value, a mechanism with its prefix. */
function asAnnounced(entry: Capability, protocol: Protocol): string {
  if (entry.kind === 'family') return protocol === 'imap' ? `${entry.name}x` : `${entry.name} x`
  return entry.kind === 'sasl' ? `AUTH=${entry.name}` : entry.name
}

function duplicates(names: string[]): string[] {
  return names.filter((name, at) => names.indexOf(name) !== at)
}

describe.each(protocols)('data/capabilities/%s.json', (protocol) => {
  const { capabilities } = loadCapabilities(protocol)
  const mechanisms = capabilities.filter((entry) => entry.kind === 'sasl')

  it('is valid against its schema', () => {
    const ajv = new Ajv2020({ allErrors: true })
    ajv.addSchema(readJson('../../data/schema/common.schema.json') as object)
    const validate = ajv.compile(readJson('../../data/schema/capabilities.schema.json') as object)
    validate(readJson(`../../data/capabilities/${protocol}.json`))
    expect(validate.errors).toBeNull()
    expect(loadCapabilities(protocol).protocol).toBe(protocol)
  })

  it('has every name once', () => {
    expect(duplicates(capabilities.map((entry) => entry.name.toUpperCase()))).toEqual([])
  })

  it('explains each capability in one sentence of its own', () => {
    const notOneSentence = capabilities.filter(({ means }) => !/^[A-Z](?:[^.]|\.\d)*\.$/.test(means))
    expect(notOneSentence.map((entry) => entry.name)).toEqual([])
    expect(duplicates(capabilities.map((entry) => entry.means))).toEqual([])
  })

  it('gives a standing to mechanisms, and only to them', () => {
    const withStanding = capabilities.filter((entry) => entry.standing !== undefined)
    expect(withStanding).toEqual(mechanisms)
    expect(mechanisms.filter((entry) => !entry.needs.includes('sign-in'))).toEqual([])
  })

  it('links each RFC that it cites', () => {
    const sources = capabilities.flatMap((entry) => entry.sources)
    const wrong = sources.filter(({ text, url }) => {
      const rfc = /^RFC (\d+)/.exec(text)?.[1]
      return rfc !== undefined && url !== `https://www.rfc-editor.org/rfc/rfc${rfc}`
    })
    expect(wrong).toEqual([])
  })
})

describe('the catalogues together', () => {
  it('end the names of IMAP families in = or -, and no other name', () => {
    const ending = imap.capabilities.filter((entry) => /[=-]$/.test(entry.name))
    // LITERAL- is a whole name: RFC 7888 section 4.
    const families = ending.filter((entry) => entry.name !== 'LITERAL-')
    expect(families).toEqual(imap.capabilities.filter((entry) => entry.kind === 'family'))
  })

  it('say the same of a mechanism for both protocols', () => {
    const shared = imap.capabilities.filter(
      (entry) => entry.kind === 'sasl' && findMechanism(pop3, entry.name) !== undefined,
    )
    expect(shared.length).toBeGreaterThan(20)
    for (const entry of shared) expect(findMechanism(pop3, entry.name)).toEqual(entry)
  })

  it('mark what IMAP4rev2 contains (RFC 9051 Appendix E)', () => {
    const implied = imap.capabilities.filter((entry) => entry.impliedByImap4rev2 === true)
    const names = implied.map((entry) => entry.name).sort()
    expect(names).toEqual(
      'BINARY ENABLE ESEARCH IDLE LIST-EXTENDED LIST-STATUS LITERAL- MOVE NAMESPACE SASL-IR SEARCHRES SPECIAL-USE STATUS=SIZE UIDPLUS UNSELECT'.split(
        ' ',
      ),
    )
    expect(pop3.capabilities.filter((entry) => entry.impliedByImap4rev2 !== undefined)).toEqual([])
  })

  it('are read once', () => {
    expect(loadCapabilities('imap')).toBe(imap)
    expect(loadCapabilities('pop3')).toBe(pop3)
  })
})

describe('findCapability', () => {
  it('finds every IMAP entry by what a server announces', () => {
    for (const entry of imap.capabilities) {
      expect(findCapability(imap, asAnnounced(entry, 'imap'))?.name).toBe(entry.name)
    }
  })

  it('finds every POP3 entry but the mechanisms, which are values of SASL', () => {
    for (const entry of pop3.capabilities) {
      const found = findCapability(pop3, asAnnounced(entry, 'pop3'))
      expect(found?.name).toBe(entry.kind === 'sasl' ? undefined : entry.name)
    }
  })

  it.each([
    ['idle', 'IDLE'],
    ['Auth=Plain', 'PLAIN'],
    ['AUTH=SCRAM-SHA-256-PLUS', 'SCRAM-SHA-256-PLUS'],
    ['AUTH=NEW-MECHANISM', 'AUTH='],
    ['rights=texk', 'RIGHTS='],
    ['THREAD=REFERENCES', 'THREAD=REFERENCES'],
    ['THREAD=OTHER', 'THREAD='],
    ['QUOTA=RES-STORAGE', 'QUOTA=RES-STORAGE'],
    ['QUOTA=RES-OTHER', 'QUOTA=RES-'],
    ['APPENDLIMIT', 'APPENDLIMIT'],
    ['APPENDLIMIT=35651584', 'APPENDLIMIT='],
  ])('IMAP %s is explained by %s', (token, name) => {
    expect(findCapability(imap, token)?.name).toBe(name)
  })

  it.each([
    ['uidl', 'UIDL'],
    ['SASL PLAIN LOGIN', 'SASL'],
    ['EXPIRE 0', 'EXPIRE 0'],
    ['expire  never', 'EXPIRE NEVER'],
    ['EXPIRE 0 USER', 'EXPIRE 0 USER'],
    ['EXPIRE 31 USER', 'EXPIRE'],
    ['EXPIRE 07', 'EXPIRE'],
    ['LOGIN-DELAY 900', 'LOGIN-DELAY'],
    ['UTF8 USER', 'UTF8 USER'],
    ['IMPLEMENTATION Cyrus POP3', 'IMPLEMENTATION'],
  ])('POP3 %s is explained by %s', (token, name) => {
    expect(findCapability(pop3, token)?.name).toBe(name)
  })

  it.each(['IDLER', 'X-IDLE', 'PLAIN', 'AUTHPLAIN', 'UIDL', ''])('IMAP %j is unknown', (token) => {
    expect(findCapability(imap, token)).toBeUndefined()
  })

  it.each(['UIDLX', 'EXPIRES 0', 'PLAIN', 'IDLE', '0', ''])('POP3 %j is unknown', (token) => {
    expect(findCapability(pop3, token)).toBeUndefined()
  })
})

describe('explainCapabilities', () => {
  it('keeps the order announced and explains each name once', () => {
    const explained = explainCapabilities(imap, ['UIDPLUS', 'IDLE', 'XNEW', 'idle', 'AUTH=PLAIN', 'XNEW'])
    expect(explained.map((one) => [one.name, one.entry])).toEqual([
      ['UIDPLUS', 'UIDPLUS'],
      ['IDLE', 'IDLE'],
      ['XNEW', undefined],
      ['AUTH=PLAIN', 'PLAIN'],
    ])
  })

  it('takes title, meaning and needs from the entry', () => {
    const { name, title, means, needs } = findCapability(imap, 'IDLE') as Capability
    expect(explainCapabilities(imap, ['IDLE'])).toEqual([{ name, entry: 'IDLE', title, means, needs }])
  })

  it('returns nothing but the name for what it does not know', () => {
    expect(explainCapabilities(imap, ['X-NOBODY'])).toStrictEqual([{ name: 'X-NOBODY' }])
    expect(explainCapabilities(pop3, ['X-NOBODY 1'])).toStrictEqual([{ name: 'X-NOBODY 1' }])
  })

  it('says of EXPIRE 0 and EXPIRE NEVER opposite things', () => {
    const [none, never, days] = explainCapabilities(pop3, ['EXPIRE 0', 'EXPIRE NEVER', 'EXPIRE 60'])
    expect(none?.means).toContain('may not be left')
    expect(never?.means).toContain('is not removed')
    expect(days?.means).toContain('how many days')
  })

  it.each(observed.sets)('knows at least nine in ten of $name', ({ protocol, announced }) => {
    const explained = explainCapabilities(loadCapabilities(protocol), announced)
    expect(explained).toHaveLength(announced.length)
    const known = explained.filter((one) => one.means !== undefined)
    expect(known.length / announced.length).toBeGreaterThanOrEqual(0.9)
  })
})
