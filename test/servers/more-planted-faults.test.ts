import { describe, expect, test } from 'vitest'
import type { DiagnosisDocument } from '../../src/model/index.js'
import { dhFile } from './dh-file.js'
import { diagnoseServer, found, type Question } from './diagnosing.js'
import { type DovecotOptions, dovecotAvailable, startDovecot } from './dovecot.js'
import { mailutilsAvailable, startMailutils } from './mailutils.js'
import type { RunningServer, ServerOptions } from './private-server.js'

/** One fault, or one oddity, of a real server, and the first cause that has to be named; none where nothing is wrong. */
interface Planted<Options> {
  title: string
  options: Options
  question?: Question
  cause?: string
}

const otherCertificate = 'protocol pop3 {\n  ssl_cert = <FOLDER/pop3.pem\n  ssl_key = <FOLDER/pop3.key\n}\n'
const behindBalancer = (...listeners: string[]) =>
  `haproxy_trusted_networks = 127.0.0.0/8\nservice imap-login {\n${listeners
    .map((name) => `  inet_listener ${name} {\n    haproxy = yes\n  }\n`)
    .join('')}}\n`

const onDovecot: Planted<DovecotOptions>[] = [
  {
    title: 'a wildcard that reaches no deeper than one label',
    options: { certificate: { kind: 'trusted', names: ['*.test'] } },
    cause: 'cert-name-mismatch',
  },
  {
    title: 'a certificate for an address alone',
    options: { certificate: { kind: 'trusted', names: ['192.0.2.1'] } },
    cause: 'cert-name-mismatch',
  },
  {
    title: 'the self-signed certificate of its installation',
    options: { certificate: { kind: 'self-signed', names: ['debian'] } },
    cause: 'cert-self-signed',
  },
  {
    title: 'a certificate of an unknown authority for another name',
    options: { certificate: { kind: 'untrusted-issuer', names: ['debian'] } },
    cause: 'cert-untrusted-issuer',
  },
  {
    title: 'an expired certificate on its POP3 ports only',
    options: { others: { pop3: { kind: 'expired' } }, extra: otherCertificate },
    cause: 'cert-expired-not-reloaded',
  },
  {
    title: 'a self-signed certificate on its POP3 ports only',
    options: { others: { pop3: { kind: 'self-signed' } }, extra: otherCertificate },
    cause: 'cert-self-signed',
  },
  {
    title: 'STARTTLS alone, asked for TLS from the first byte',
    options: { open: ['imap', 'pop3'] },
    question: { named: ['imaps'] },
    cause: 'tcp-service-not-enabled',
  },
  {
    title: 'IMAP ports made for a load balancer',
    options: { extra: behindBalancer('imap', 'imaps') },
    cause: 'proxy-protocol-mismatch',
  },
  {
    title: 'port 993 made for a load balancer',
    options: { extra: behindBalancer('imaps') },
    cause: 'proxy-protocol-mismatch',
  },
  {
    title: 'port 143 made for a load balancer',
    options: { extra: behindBalancer('imap') },
    cause: 'proxy-protocol-mismatch',
  },
  {
    title: 'no key exchange but DHE',
    options: {
      certificate: { kind: 'trusted', key: 'rsa' },
      newestTls: 'TLSv1.2',
      files: { 'dh.pem': dhFile('modp14') },
      extra: 'ssl_dh = <FOLDER/dh.pem\nssl_cipher_list = kDHE+AESGCM\n',
    },
    cause: 'tls-cipher-mismatch',
  },
  {
    title: 'a list of ciphers that holds none',
    options: { extra: 'ssl_cipher_list = NOSUCH\n' },
    cause: 'tls-server-context-broken',
  },
  {
    title: 'a POP3 service that ends at once',
    options: { extra: 'service pop3-login {\n  executable = /bin/false\n}\n' },
    cause: 'greeting-closed-backend-down',
  },
  {
    title: 'a process for sign-ins that ends at once',
    options: { extra: 'service auth {\n  executable = /bin/false\n}\n' },
    cause: 'greeting-bye',
  },
  {
    title: 'no mechanism for passwords',
    options: { extra: 'auth_mechanisms = external\n' },
    cause: 'no-secure-login',
  },
  {
    title: 'a long wait before a refusal',
    options: { extra: 'auth_failure_delay = 12 secs\n' },
    question: { signIn: { password: 'wrong' } },
    cause: 'auth-refused',
  },
  {
    title: 'a capability list without its protocol',
    options: { extra: 'protocol imap {\n  imap_capability = IDLE UIDPLUS\n}\n' },
    cause: 'capability-lies',
  },
  { title: 'the root sent along', options: { certificate: { kind: 'trusted', sendRoot: true } } },
  { title: 'TLS 1.3 only', options: { extra: 'ssl_min_protocol = TLSv1.3\n' } },
  { title: 'STARTTLS on both protocols and no other port', options: { open: ['imap', 'pop3'] } },
  { title: 'an unusual greeting', options: { extra: 'login_greeting = * [ALERT] 220 +OK hello\n' } },
  { title: 'CRAM-MD5 alone', options: { extra: 'auth_mechanisms = cram-md5\n' } },
  {
    title: 'unique-ids made of file names',
    options: { extra: 'pop3_uidl_format = %f\n' },
    question: { signIn: true },
  },
]

const onMailutils: Planted<ServerOptions>[] = [
  { title: 'an expired certificate', options: { certificate: { kind: 'expired' } }, cause: 'cert-expired' },
  {
    title: 'a certificate without its intermediate',
    options: { certificate: { kind: 'incomplete-chain' } },
    cause: 'cert-chain-incomplete',
  },
  {
    title: 'the self-signed certificate of its installation',
    options: { certificate: { kind: 'self-signed', names: ['debian'] } },
    cause: 'cert-self-signed',
  },
  {
    title: 'port 993 closed',
    options: { open: ['imap'] },
    question: { named: ['imaps'] },
    cause: 'tcp-service-not-enabled',
  },
  {
    title: 'a wrong password',
    options: {},
    question: { named: ['imaps'], signIn: { password: 'wrong' } },
    cause: 'auth-refused',
  },
]

async function diagnosed(server: RunningServer, question?: Question): Promise<DiagnosisDocument> {
  try {
    return await diagnoseServer(server, question)
  } finally {
    await server.stop()
  }
}

/** Whatever is graver than a note has to follow from the one fault. */
function expectCause(document: DiagnosisDocument, cause: string | undefined): void {
  const grave = document.findings.filter(({ severity }) => severity !== 'note')
  const all = found(document).join('\n')
  expect([...new Set(grave.map(({ rootCause }) => rootCause))], all).toEqual(
    cause === undefined ? [] : [cause],
  )
  if (cause !== undefined) expect(document.rootCauses[0], all).toBe(cause)
  expect(document.checks.filter(({ outcome }) => outcome === 'errored')).toEqual([])
}

// dovecot.test.ts and healthy.test.ts say aloud where a server is missing.
describe.runIf(dovecotAvailable() !== undefined)('a Dovecot with', () => {
  test.concurrent.each(onDovecot)('$title', async ({ options, question, cause }) => {
    expectCause(await diagnosed(await startDovecot(options), question), cause)
  })
})

describe.runIf(mailutilsAvailable())('a GNU Mailutils with', () => {
  test.concurrent.each(onMailutils)('$title', async ({ options, question, cause }) => {
    expectCause(await diagnosed(await startMailutils(options), question), cause)
  })
})
