import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAutoconfig } from '../../src/discover/documents/autoconfig-xml.js'
import { readAutodiscover } from '../../src/discover/documents/autodiscover-xml.js'
import { readPacc } from '../../src/discover/documents/pacc-json.js'
import type { Reading } from '../../src/discover/documents/reading.js'
import { readXml } from '../../src/discover/documents/xml.js'
import { hostName, isAddress, isOfThisNetwork, WireFailure } from '../../src/net/index.js'

const seeds = new URL('./seeds/', import.meta.url)
const address = 'jane@example.test'

/** How the documents of each folder are read. */
const readers: Readonly<Record<string, (body: Buffer) => Promise<Reading | undefined>>> = {
  autoconfig: async (body) => {
    const root = await readXml(body)
    return root && readAutoconfig(root, { domain: 'example.test', address })
  },
  pacc: async (body) => readPacc(body),
  autodiscover: async (body) => {
    const root = await readXml(body)
    return root && readAutodiscover(root, address)
  },
}

/** What each document comes to: its servers, `page`, or why it is refused. */
const expected: Readonly<Record<string, string[]>> = {
  'autoconfig/access-provider-pop-first.xml': [
    'pop3 pop.access.example:110 none local-part password-encrypted,password-cleartext',
    'imap imap.access.example:143 none local-part password-cleartext',
    'smtp smtp.access.example:587 none',
  ],
  'autoconfig/byte-order-mark.xml': [
    'imap mail.customer.example:993 tls address password-cleartext',
    'pop3 mail.customer.example:995 tls address password-cleartext',
    'smtp mail.customer.example:465 tls',
  ],
  'autoconfig/certified-mail-odd-port.xml': [
    'imap imaps.certified.example:993 tls address password-cleartext',
    'pop3 pop3s.certified.example:993 tls address password-cleartext',
    'smtp smtps.certified.example:465 tls',
    'remark: pop3 on port 993, the port of imap',
  ],
  'autoconfig/cut-off.xml': ['refused: the document is not well-formed XML'],
  'autoconfig/deep.xml': [
    'refused: the document nests deeper than 32 elements, or has names that are refused',
  ],
  'autoconfig/entity-bomb.xml': ['refused: the document has a DOCTYPE, which is refused'],
  'autoconfig/external-entity.xml': ['refused: the document has a DOCTYPE, which is refused'],
  'autoconfig/host-per-domain.xml': [
    'imap mail.example.test:143 starttls domain-literal password-encrypted',
    'smtp mail.example.test:587 starttls',
  ],
  'autoconfig/hoster-filled-in.xml': [
    'imap mail.customer.example:993 tls address password-cleartext',
    'pop3 mail.customer.example:995 tls address password-cleartext',
    'smtp mail.customer.example:465 tls',
  ],
  'autoconfig/large-provider.xml': [
    'imap imap.bigmail.example:993 tls address oauth2,password-cleartext',
    'imap imap.bigmail.example:143 starttls address password-cleartext',
    'pop3 pop.bigmail.example:995 tls address password-cleartext leave 14',
    'smtp smtp.bigmail.example:465 tls',
  ],
  'autoconfig/newer-draft.xml': [
    'imap imap.modern.example:993 tls address oauth2,client-certificate',
    'pop3 pop.modern.example:995 tls address oauth2 fetch-away',
    'smtp smtp.modern.example:465 tls',
  ],
  'autoconfig/not-found-page-with-200.txt': ['page'],
  'autoconfig/old-encoding.xml': ['pop3 pop.alt.example:995 tls domain-literal password-cleartext'],
  'autoconfig/parked-page.txt': ['page'],
  'autoconfig/reaches-inside.xml': [
    'remark: imap left out: its host cannot be used ("169.254.169.254")',
    'remark: imap left out: its host cannot be used ("[::1]")',
    'remark: imap left out: its host cannot be used ("0x7f.1")',
    'remark: pop3 left out: its host cannot be used ("mail.evil.example&#x0a;QUIT")',
    'remark: pop3 left out: its host cannot be used ("mail.evil.example:25")',
  ],
  'autoconfig/suite-placeholder-unclosed.xml': [
    'imap outlook.suite.example:993 tls address oauth2',
    'smtp smtp.suite.example:587 starttls',
  ],
  'autoconfig/utf-16.xml': ['refused: the document is not valid UTF-8'],
  'autodiscover/error.xml': ['remark: it answered with an error ("600"): "Invalid Request"'],
  'autodiscover/hoster.xml': [
    'imap mail.customer.example:993 tls address password-cleartext',
    'pop3 mail.customer.example:110 starttls local-part password-cleartext',
    'smtp mail.customer.example:465 tls',
  ],
  'autodiscover/redirect-address.xml': ['remark: it points to another address, which is not followed'],
  'autodiscover/redirect-url.xml': [
    'redirect: https://autodiscover.other.example/autodiscover/autodiscover.xml?Email=jane%40example.test&x=1',
  ],
  'autodiscover/suite-without-mail-protocols.xml': [],
  'pacc/earlier-draft.json': [
    'imap imap.early.example:993 tls password-cleartext',
    'smtp smtp.early.example:465 tls',
  ],
  'pacc/newer-draft.json': [
    'imap imap.modern.example:993 tls oauth2',
    'pop3 pop.modern.example:995 tls oauth2',
    'smtp smtp.modern.example:465 tls',
  ],
  'pacc/only-sends.json': ['smtp smtp.sender.example:465 tls'],
  'pacc/trailing-comma.txt': ['refused: the document is not JSON'],
  'pacc/wrong-kinds.json': [
    'remark: imap left out: its host cannot be used (nothing)',
    'remark: pop3 left out: its host cannot be used (nothing)',
    'remark: submit left out: its host cannot be used ("smtp.wrong.example:465")',
  ],
}

const files = readdirSync(seeds, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.includes('/'))
  .sort()

function readerOf(file: string): (body: Buffer) => Promise<Reading | undefined> {
  const reader = readers[file.slice(0, file.indexOf('/'))]
  if (reader === undefined) throw new Error(`no reader for ${file}`)
  return reader
}

async function outcomeOf(file: string, body: Buffer): Promise<Reading | WireFailure | undefined> {
  try {
    return await readerOf(file)(body)
  } catch (error) {
    if (error instanceof WireFailure) return error
    throw error
  }
}

function wordsOf(outcome: Reading | WireFailure | undefined): string[] {
  if (outcome === undefined) return ['page']
  if (outcome instanceof WireFailure) return [`refused: ${outcome.message}`]
  const { servers, remarks } = outcome
  const redirect = 'redirectUrl' in outcome ? [`redirect: ${outcome.redirectUrl}`] : []
  return [
    ...servers.incoming.map((server) => {
      const { protocol, host, port, security } = server.endpoint
      const kept =
        server.leaveOnServer === undefined ? undefined : server.leaveOnServer ? 'leave' : 'fetch-away'
      const details = [server.userName, server.authentication?.join(), kept, server.daysOnServer]
      return [`${protocol} ${host}:${port} ${security}`, ...details.filter((one) => one !== undefined)].join(
        ' ',
      )
    }),
    ...servers.outgoing.map(({ host, port, security }) => `smtp ${host}:${port} ${security}`),
    ...remarks.map((remark) => `remark: ${remark}`),
    ...redirect,
  ]
}

describe('documents as they are found on the web', () => {
  it('are all known here', () => {
    expect(files).toEqual(Object.keys(expected).sort())
  })

  it.each(files)('%s', async (file) => {
    expect(wordsOf(await outcomeOf(file, readFileSync(new URL(file, seeds))))).toEqual(expected[file])
  })
})

describe('documents damaged on the way', () => {
  const damaged = fc.constantFrom(...files).chain((file) => {
    const whole = readFileSync(new URL(file, seeds))
    const cut = { from: fc.nat(whole.length), length: fc.nat(12), put: fc.uint8Array({ maxLength: 6 }) }
    return fc.array(fc.record(cut), { minLength: 1, maxLength: 4 }).map((cuts) => ({
      file,
      body: cuts.reduce(
        (body, { from, length, put }) =>
          Buffer.concat([body.subarray(0, from), put, body.subarray(from + length)]),
        whole,
      ),
    }))
  })

  it('are read or refused as malformed, and never lead to what is no host', async () => {
    await fc.assert(
      fc.asyncProperty(damaged, async ({ file, body }) => {
        const outcome = await outcomeOf(file, body)
        if (outcome instanceof WireFailure) expect(outcome.failure.cause).toBe('malformed')
        const { incoming = [], outgoing = [] } =
          outcome === undefined || outcome instanceof WireFailure ? {} : outcome.servers
        for (const { host, port } of [...incoming.map(({ endpoint }) => endpoint), ...outgoing]) {
          expect(hostName(host) === host || (isAddress(host) && !isOfThisNetwork(host))).toBe(true)
          expect(Number.isInteger(port) && port >= 1 && port <= 65_535).toBe(true)
        }
      }),
      { numRuns: 600 },
    )
  })
})
