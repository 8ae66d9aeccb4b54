import { describe, expect, test } from 'vitest'
import { diagnoseExitCode } from '../../src/app/diagnose.js'
import type { DiagnosisDocument } from '../../src/model/index.js'
import { diagnoseServer, found } from './diagnosing.js'
import { type DovecotOptions, dovecotAvailable, startDovecot } from './dovecot.js'
import { mailutilsAvailable, mailutilsKinds, mailutilsMissing, startMailutils } from './mailutils.js'
import { kinds, type RunningServer, type ServerOptions } from './private-server.js'

const withMailutils = mailutilsAvailable()
if (!withMailutils) console.warn(mailutilsMissing)

// dovecot.test.ts says the same of Dovecot.
test.runIf(!withMailutils && process.env.CI)('GNU Mailutils is there where it must be', () => {
  throw new Error(mailutilsMissing)
})

/** One way to set a server up in which nothing is wrong. */
interface Setup<Options extends ServerOptions> {
  title: string
  options?: Options
  /** Notes that have to be made when the host alone is asked; anything graver is a false alarm. */
  notes?: string[]
  signsIn?: boolean
}

/** Asks the host alone, then each open endpoint by name. */
async function expectHealthy(
  server: RunningServer,
  { options: { open = kinds } = {}, notes = [], signsIn = false }: Setup<ServerOptions>,
): Promise<void> {
  const alone = await diagnoseServer(server, { signIn: signsIn })
  const named = await diagnoseServer(server, { named: open, signIn: signsIn })
  for (const document of [alone, named]) {
    expect(found(document, 'blocker', 'exposure', 'degraded')).toEqual([])
    expect(document.checks.filter(({ outcome }) => outcome === 'errored')).toEqual([])
    expect(connections(document)).toEqual(document.endpoints.map(() => ({ connections: 1, followUps: [] })))
    expect(diagnoseExitCode(document, 'degraded')).toBe(0)
    // One sign-in for each protocol.
    const protocols = new Set(open.map((kind) => kind.slice(0, 4)))
    const messages = document.endpoints.flatMap(({ session }) => session?.messages ?? [])
    expect(messages).toEqual(signsIn ? Array(protocols.size).fill(3) : [])
  }
  expect(alone.findings.map(({ id }) => id)).toEqual(expect.arrayContaining(notes))
}

function connections({ endpoints }: DiagnosisDocument) {
  return endpoints.map(({ connections, followUps = [] }) => ({ connections, followUps }))
}

const dovecots: Setup<DovecotOptions>[] = [
  { title: 'as it comes' },
  { title: 'with a sign-in', signsIn: true },
  {
    title: 'that takes passwords in clear, while it offers TLS',
    options: { extra: 'ssl = yes\ndisable_plaintext_auth = no\n' },
    notes: ['cleartext-login-offered'],
  },
  { title: 'with TLS offered but not demanded', options: { extra: 'ssl = yes\n' } },
  { title: 'with an RSA certificate', options: { certificate: { kind: 'trusted', key: 'rsa' } } },
  {
    title: 'with an RSA certificate of 3072 bits',
    options: { certificate: { kind: 'trusted', key: 'rsa', keyBits: 3072 } },
  },
  {
    title: 'with a certificate for several names, its root sent along',
    options: {
      certificate: {
        kind: 'trusted',
        names: ['example.test', '*.example.test', 'mail.example.test'],
        sendRoot: true,
      },
    },
  },
  {
    title: 'with a wildcard certificate',
    options: { certificate: { kind: 'trusted', names: ['*.example.test'] } },
  },
  { title: 'with TLS 1.2 as its newest', options: { newestTls: 'TLSv1.2' } },
  {
    title: 'with TLS 1.2 and an RSA certificate',
    options: { newestTls: 'TLSv1.2', certificate: { kind: 'trusted', key: 'rsa' } },
  },
  { title: 'with TLS 1.2 and 1.3 only', options: { extra: 'ssl_min_protocol = TLSv1.2\n' } },
  { title: 'with only the TLS ports open', options: { open: ['imaps', 'pop3s'] } },
  { title: 'with only the STARTTLS ports open', options: { open: ['imap', 'pop3'] } },
  { title: 'with IMAP only', options: { open: ['imaps', 'imap'] }, notes: ['pop3-not-offered'] },
  { title: 'with IMAP on 993 only', options: { open: ['imaps'] }, notes: ['pop3-not-offered'] },
  { title: 'with POP3 only', options: { open: ['pop3s', 'pop3'] }, notes: ['imap-not-offered'] },
  {
    title: 'with a capability list of its own, CRAM-MD5 and another greeting',
    options: {
      extra:
        'login_greeting = mail.example.test at your service\nauth_mechanisms = plain login cram-md5 scram-sha-256\n',
    },
    signsIn: true,
  },
  {
    title: 'whose namespace is not the usual one',
    options: {
      extra:
        'namespace inbox {\n  separator = /\n  prefix =\n}\nprotocol pop3 {\n  pop3_uidl_format = %g\n}\n',
    },
    signsIn: true,
  },
]

describe.runIf(dovecotAvailable() !== undefined)('a healthy Dovecot', () => {
  test.concurrent.each(dovecots)('$title', async (setup) => {
    const server = await startDovecot(setup.options)
    try {
      await expectHealthy(server, setup)
    } finally {
      await server.stop()
    }
  })
})

const mailutils: Setup<ServerOptions>[] = [
  { title: 'as it comes' },
  { title: 'with a sign-in', signsIn: true },
  { title: 'with an RSA certificate', options: { certificate: { kind: 'trusted', key: 'rsa' } } },
  { title: 'with only the TLS ports open', options: { open: ['imaps', 'pop3s'] } },
  { title: 'with only the STARTTLS ports open', options: { open: ['imap', 'pop3'] } },
]

describe.runIf(withMailutils)('a healthy GNU Mailutils', () => {
  test.concurrent.each(mailutils)('$title', async (setup) => {
    const wanted = setup.options?.open ?? kinds
    const options = { ...setup.options, open: wanted.filter((kind) => mailutilsKinds.includes(kind)) }
    const server = await startMailutils(options)
    try {
      await expectHealthy(server, { ...setup, options })
    } finally {
      await server.stop()
    }
  })
})
