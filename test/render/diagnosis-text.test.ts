import { describe, expect, it } from 'vitest'
import type { DiagnosisDocument, EndpointProbe, Finding } from '../../src/model/index.js'
import { diagnosisText } from '../../src/render/diagnosis-text.js'
import { findingsMarkdown } from '../../src/render/findings-markdown.js'
import { schemaErrors } from '../cli/support.js'
import { healthy, probeDocument, refused, unverified } from './documents.js'
import { hostile, tooWide, trailingSpaces, unsafe, widths } from './support.js'

/** A finding on an endpoint, with hostile words wherever words can stand. */
function finding({ endpoint }: EndpointProbe, more: Partial<Finding> = {}): Finding {
  return {
    id: 'cert-expired',
    stage: 'cert',
    family: 'certificate',
    severity: 'blocker',
    endpoint,
    args: { host: endpoint.host, port: endpoint.port, validTo: hostile },
    evidence: [
      { text: 'the certificate ended', from: 'probe', phase: 'tls' },
      { text: hostile, from: 'server' },
      { text: 'App passwords only', from: 'provider-facts' },
    ],
    title: `The certificate of port ${endpoint.port} has expired`,
    cause: `It ran out: ${hostile}`,
    fix: [
      { for: 'administrator', text: 'Renew it.' },
      { for: 'user', text: 'Tell them.' },
      { for: 'user', text: 'Look at the clock.' },
    ],
    certainty: 'certain',
    rootCause: 'cert-expired',
    ...more,
  }
}

const second: EndpointProbe = {
  ...unverified,
  endpoint: { ...unverified.endpoint, port: 993, security: 'tls' },
  phases: [...unverified.phases, { name: 'login', outcome: 'skipped', ms: 0, because: 'not verified' }],
}

const document: DiagnosisDocument = {
  ...probeDocument,
  kind: 'diagnosis',
  endpoints: [unverified, second, refused],
  findings: [
    finding(unverified),
    finding(second),
    finding(unverified, { id: 'cert-expires-soon', severity: 'note', title: 'It expires soon' }),
    finding(second, { id: 'cert-expires-soon', severity: 'note', title: 'It expires soon' }),
    finding(unverified, {
      ...{ id: 'cleartext-login-offered', rootCause: 'cleartext-login-offered', severity: 'note' },
      title: 'A password may go out in clear',
    }),
  ],
  rootCauses: ['cert-expired', 'cleartext-login-offered'],
  checks: [
    { id: 'cert-expired', outcome: 'failed' },
    { id: 'tls-broken', outcome: 'errored', message: hostile },
    { id: 'greeting-none', outcome: 'passed' },
  ],
}

const all: DiagnosisDocument = { ...document, endpoints: [healthy, unverified, second, refused] }
const render = (width: number, of = document) => diagnosisText(of, { width, colour: false })

describe('diagnosisText', () => {
  it('renders a document that the schema allows', () => expect(schemaErrors('diagnosis', all)).toEqual([]))

  it.each([...widths, 20])('fits %i columns, whatever the server says', (width) => {
    const text = render(width, all)
    expect(tooWide(text, width)).toEqual([])
    expect(trailingSpaces(text)).toEqual([])
    expect(text.replaceAll('\n', '')).not.toMatch(unsafe)
    expect(text).not.toContain('\n\n\n')
  })

  it('has a line for each endpoint, its bars as long as its phases', () => {
    const text = render(120)
    expect(text).toMatch(/^imap:\/\/mail\.example\.com:143 +warning +56 ms {2}dns tcp=+ tls=+! greet=* caps/m)
    expect(text).toMatch(/^pop:\/\/\[2001:db8::1\]:110 +failed +3\.0 ms {2}tcp=*! {2}connection refused$/m)
    const [, tcp = '', tls = ''] = /tcp(=+) tls(=+)/.exec(text) ?? []
    expect(tls.length).toBeGreaterThan(tcp.length)
  })

  it('names a host that all endpoints share only once', () => {
    expect(render(80, { ...document, endpoints: [unverified, second] })).toMatch(
      /^mail\.example\.com\nimap:143 .*\n.*expired\nimaps:993 /m,
    )
  })

  it('names one cause once, with its places, its fixes in order of the reader, and what follows from it', () => {
    const text = render(80)
    expect(text.match(/has expired$/gm)?.length).toBe(3) // once as a finding, twice as what the endpoint showed
    expect(text).toMatch(/^BLOCKER {3}The certificate of port 143 has expired$/m)
    expect(text).toMatch(
      /^ {2}For you {8}1\. Tell them\.\n {17}2\. Look at the clock\.\n {2}Administrator {2}Renew it\.$/m,
    )
    expect(text.match(/Also explained by this: It expires soon \[cert-expires-soon\]/g)).toHaveLength(1)
    expect(text).toContain('Not reached because of it: sign-in')
    expect(text).toMatch(/^ {2}On +imap:\/\/mail\.example\.com:143, imaps:\/\/mail\.example\.com:993$/m)
  })

  it('keeps apart what the probe saw, what the server said and what is known of a provider', () => {
    const text = render(120)
    expect(text).toMatch(/^ {2}Seen +the certificate ended$/m)
    expect(text).toMatch(/^ +server says: "ok.*fake"$/m)
    expect(text).toMatch(/^ +known of this provider: App passwords only$/m)
  })

  it('puts notes in short, and says what no check explains or could judge', () => {
    const text = render(120)
    expect(text).toMatch(/^Found: 1 blocker, 1 note\.$/m)
    expect(text).toMatch(/^ {2}- A password may go out in clear \[cleartext-login-offered\]$/m)
    expect(text).toMatch(
      /^Not explained: pop:\/\/\[2001:db8::1\]:110: connection: connection refused; server says/m,
    )
    expect(text).toMatch(/^Not judged: tls-broken, for a bug in mailadvise: ok\\x1b/m)
  })

  it('never says that all is well where something failed', () => {
    const text = render(80, { ...document, findings: [], rootCauses: [] })
    expect(text).toContain('Something failed that no check explains.')
    expect(text).not.toContain('Nothing wrong')
  })

  it('says how sure it is', () => {
    const likely = { ...document, findings: [finding(unverified, { certainty: 'likely' })] }
    expect(render(80, likely)).toMatch(/^ {2}Likely cause +It ran out/m)
  })

  it('shows what was said on the wire where the document has it', () => {
    const transcript = [
      { direction: 'received', text: '* OK ready', insideTls: false },
      { direction: 'sent', text: `A1 ${hostile}`, insideTls: true },
    ] as const
    const text = render(80, { ...document, endpoints: [{ ...healthy, transcript: [...transcript] }] })
    expect(text).toMatch(/^What was said on imaps:/m)
    expect(text).toMatch(/^ {2}S {2}\* OK ready$/m)
    expect(text).toMatch(/^ {2}C\* A1 ok\\x1b/m)
    expect(render(80)).not.toContain('What was said')
  })

  it('says the same with colour', () => {
    const coloured = diagnosisText(all, { width: 80, colour: true })
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(render(80, all))
  })
})

describe('findingsMarkdown', () => {
  it('is a ticket with every root cause, and lets no word of a server be markup', () => {
    const text = findingsMarkdown({ ...document, request: { ...document.request, targets: ['<b>*x*</b>'] } })
    expect(text.replaceAll('\n', '')).not.toMatch(unsafe)
    expect(text).toMatch(/^# Diagnosis of &lt;b\\>\\\*x\\\*&lt;\/b\\>$/m)
    expect(text.match(/^## .*/gm)).toEqual(['## The certificate of port 143 has expired', '## Good to know'])
    expect(text).toMatch(/^\*\*Also explained by this\*\*\n\n\* It expires soon \(cert-expires-soon\)$/m)
    expect(text).not.toContain('\n\n\n')
  })

  it('begins with the verdict and the gravest fault, and tells who made it', () => {
    const text = findingsMarkdown(document)
    expect(text).toMatch(
      /^# .*\n\nFound: 1 blocker, 1 note\.\n\nMost important: \*\*The certificate of port 143/,
    )
    expect(text).toMatch(/^\*\*blocker\*\*: cannot get mail\. More: `mailadvise explain cert-expired`$/m)
    expect(text).toMatch(/^\*\*Cause:\*\* It ran out/m)
    expect(text).toMatch(/^Probed .* by mailadvise .*: \d+ connections?, no sign-in\.$/m)
  })

  it('says of notes that nothing is broken there, and keeps them short', () => {
    const notes = findingsMarkdown(document).split('## Good to know')[1] ?? ''
    expect(notes).toContain('Nothing here is broken.')
    expect(notes).toMatch(/^\* \*\*A password may go out in clear\*\* \(`cleartext-login-offered`\): /m)
    expect(notes).not.toContain('For the user')
  })

  it('has the notes on what was typed', () => {
    const request = { ...document.request, notes: ['White space was removed: x'] }
    expect(findingsMarkdown({ ...document, request })).toContain('* White space was removed: x')
  })
})
