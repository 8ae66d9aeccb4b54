import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { dhFile } from './dh-file.js'
import { diagnoseServer, found, type Question } from './diagnosing.js'
import { type DovecotOptions, dovecotAvailable, startDovecot } from './dovecot.js'

/** One fault of a real server, and the first cause that has to be named. */
interface Fault {
  title: string
  options: DovecotOptions
  question?: Question
  cause: string
}

function otherKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

const faults: Fault[] = [
  { title: 'an expired certificate', options: { certificate: { kind: 'expired' } }, cause: 'cert-expired' },
  {
    title: 'a certificate that is not valid yet',
    options: { certificate: { kind: 'not-yet-valid' } },
    cause: 'cert-not-yet-valid',
  },
  {
    title: 'a self-signed certificate',
    options: { certificate: { kind: 'self-signed' } },
    cause: 'cert-self-signed',
  },
  {
    title: 'a certificate for another name',
    options: { certificate: { kind: 'wrong-name' } },
    cause: 'cert-name-mismatch',
  },
  {
    title: 'a certificate without its intermediate',
    options: { certificate: { kind: 'incomplete-chain' } },
    cause: 'cert-chain-incomplete',
  },
  {
    title: 'a certificate of an authority that nobody knows',
    options: { certificate: { kind: 'untrusted-issuer' } },
    cause: 'cert-untrusted-issuer',
  },
  {
    title: 'a certificate with an RSA key of 1024 bits',
    options: {
      certificate: { kind: 'trusted', key: 'rsa', keyBits: 1024 },
      extra: 'ssl_cipher_list = DEFAULT@SECLEVEL=0\n',
    },
    cause: 'cert-weak-key',
  },
  {
    title: 'nothing newer than TLS 1.0',
    options: {
      newestTls: 'TLSv1',
      extra: 'ssl_min_protocol = TLSv1\nssl_cipher_list = DEFAULT@SECLEVEL=0\n',
    },
    cause: 'tls-server-too-old',
  },
  {
    title: 'Diffie-Hellman parameters of 1024 bits',
    options: {
      certificate: { kind: 'trusted', key: 'rsa' },
      newestTls: 'TLSv1.2',
      files: { 'dh.pem': dhFile('modp2') },
      extra: 'ssl_dh = <FOLDER/dh.pem\nssl_cipher_list = kDHE:@SECLEVEL=0\n',
    },
    cause: 'tls-dh-too-small',
  },
  {
    title: 'RSA key exchange only',
    options: {
      certificate: { kind: 'trusted', key: 'rsa' },
      newestTls: 'TLSv1.2',
      extra: 'ssl_cipher_list = kRSA:@SECLEVEL=0\n',
    },
    cause: 'tls-weak-key-exchange',
  },
  {
    title: 'a demand for a client certificate',
    options: {
      extra:
        'ssl_verify_client_cert = yes\nauth_ssl_require_client_cert = yes\nssl_ca = <FOLDER/server.pem\nssl_require_crl = no\n',
    },
    question: { signIn: true },
    cause: 'client-certificate-required',
  },
  {
    title: 'a private key that is none',
    options: { files: { 'broken.key': 'nothing\n' }, extra: 'ssl_key = <FOLDER/broken.key\n' },
    cause: 'tls-server-context-broken',
  },
  {
    title: 'a private key that belongs to another certificate',
    options: { files: { 'other.key': otherKey() }, extra: 'ssl_key = <FOLDER/other.key\n' },
    cause: 'tls-server-context-broken',
  },
  {
    title: 'a file of Diffie-Hellman parameters that is none',
    options: { files: { 'dh.pem': 'nothing\n' }, extra: 'ssl_dh = <FOLDER/dh.pem\n' },
    cause: 'tls-server-context-broken',
  },
  {
    title: 'a cipher that no program offers',
    options: {
      certificate: { kind: 'trusted', key: 'rsa' },
      newestTls: 'TLSv1.2',
      extra: 'ssl_cipher_list = ECDHE-RSA-CAMELLIA256-SHA384\n',
    },
    cause: 'tls-cipher-mismatch',
  },
  {
    title: 'POP3 stopped',
    options: { open: ['imaps', 'imap'] },
    question: { named: ['pop3s'] },
    cause: 'tcp-service-not-enabled',
  },
  {
    title: 'IMAP stopped',
    options: { open: ['pop3s', 'pop3'] },
    question: { named: ['imaps', 'pop3s'] },
    cause: 'tcp-service-not-enabled',
  },
  {
    title: 'no TLS at all',
    options: { open: ['imap', 'pop3'], extra: 'ssl = no\ndisable_plaintext_auth = no\n' },
    cause: 'starttls-not-offered',
  },
  {
    title: 'no STARTTLS on the port that was named',
    options: { open: ['imap', 'pop3'], extra: 'ssl = no\ndisable_plaintext_auth = no\n' },
    question: { named: ['imap'] },
    cause: 'starttls-not-offered',
  },
  {
    title: 'no TLS and no passwords in clear',
    options: { open: ['imap', 'pop3'], extra: 'ssl = no\ndisable_plaintext_auth = yes\n' },
    cause: 'starttls-not-offered',
  },
  {
    title: 'no STARTTLS on 143, while POP3 has TLS',
    options: { open: ['imap', 'pop3s', 'pop3'], extra: 'protocol imap {\n  ssl = no\n}\n' },
    cause: 'starttls-not-offered',
  },
  {
    title: 'a wrong password',
    options: {},
    question: { signIn: { password: 'wrong' } },
    cause: 'auth-refused',
  },
  {
    title: 'a list of users that is gone',
    options: { files: { users: '' }, extra: 'passdb {\n  driver = checkpassword\n  args = FOLDER/gone\n}\n' },
    question: { signIn: true },
    cause: 'auth-backend-down',
  },
  {
    title: 'TLS spoken on port 143',
    options: { extra: 'service imap-login {\n  inet_listener imap {\n    ssl = yes\n  }\n}\n' },
    cause: 'starttls-on-implicit-port',
  },
  {
    title: 'no TLS on port 993',
    options: { extra: 'service imap-login {\n  inet_listener imaps {\n    ssl = no\n  }\n}\n' },
    cause: 'tls-implicit-on-plaintext-port',
  },
  {
    title: 'a mailbox that is full',
    options: { extra: 'plugin {\n  quota_rule = *:storage=100B\n}\n' },
    question: { signIn: true },
    cause: 'mailbox-over-quota',
  },
  {
    title: 'a mailbox that cannot be opened',
    options: { extra: 'mail_location = maildir:/proc/nowhere\n' },
    question: { signIn: true },
    cause: 'mailbox-authenticated-not-connected',
  },
]

// dovecot.test.ts says aloud, and with CI set fails, where Dovecot is missing.
describe.runIf(dovecotAvailable() !== undefined)('a Dovecot with', () => {
  test.concurrent.each(faults)('$title', async ({ options, question, cause }) => {
    const server = await startDovecot(options)
    try {
      const document = await diagnoseServer(server, question)
      const all = found(document).join('\n')
      expect(document.rootCauses[0], all).toBe(cause)
      // One fault was planted: whatever else is graver than a note has to follow from it.
      const grave = document.findings.filter(({ severity }) => severity !== 'note')
      expect([...new Set(grave.map(({ rootCause }) => rootCause))], all).toEqual([cause])
      expect(document.checks.filter(({ outcome }) => outcome === 'errored')).toEqual([])
    } finally {
      await server.stop()
    }
  })
})
