import { allForms, type Behaviour, type CertificateKind, inForms, type Row } from '../behaviour.js'
import type { Peer } from '../peer.js'

const record = (type: number, body: Buffer) => {
  const head = Buffer.from([type, 3, 3, 0, 0])
  head.writeUInt16BE(body.length, 3)
  return Buffer.concat([head, body])
}
const alert = (level: number, description: number) => record(0x15, Buffer.from([level, description]))
/** The start of a server hello that announces more than will ever come. */
const unfinishedHello = record(0x16, Buffer.concat([Buffer.from([2, 0, 0xff, 0xff, 3, 3]), Buffer.alloc(64)]))
const certificateBytes = record(
  0x16,
  Buffer.concat([Buffer.from([11, 0xff, 0xff, 0xff]), Buffer.alloc(16_000)]),
)

/** Once the client has said hello. */
const afterHello = (work: (peer: Peer) => void) => (peer: Peer) => {
  peer.tcp.once('data', () => work(peer))
}

const shown: CertificateKind[] = [
  'expired',
  'not-yet-valid',
  'self-signed',
  'untrusted-issuer',
  'wrong-name',
  'hostile-names',
  'nul-name',
  'many-names',
  'secret-names',
  'oversized',
]

/** What a server does in the place of a proper handshake, or once it is over. */
export const handshakes: Behaviour[] = inForms(allForms, ({ protocol }) => {
  const row = (name: string, handshake: Row['handshake'], expects: string, stalls = false): Row => ({
    name: `handshake: ${name}`,
    handshake: handshake ?? (() => {}),
    expects,
    ...(stalls && { stalls }),
  })
  const broken = 'tls handshake-failed | tls not-tls | tls protocol-version'
  return [
    row('silence', () => {}, 'tls timed-out', true),
    row(
      'half a server hello',
      afterHello((peer) => peer.write(unfinishedHello.subarray(0, 20))),
      'tls timed-out',
      true,
    ),
    row(
      'a server hello that drips',
      afterHello((peer) => peer.drip('\u0016\u0003\u0003\u0000\u00ff'.repeat(60))),
      'tls timed-out',
      true,
    ),
    row(
      'an unfinished server hello, and silence',
      afterHello((peer) => peer.write(unfinishedHello)),
      `tls timed-out | ${broken}`,
      true,
    ),
    row(
      'endless handshake records',
      afterHello((peer) => peer.flood(certificateBytes.toString('latin1'))),
      broken,
    ),
    row(
      'endless warnings',
      afterHello((peer) => peer.flood(alert(1, 90).toString('latin1'))),
      `${broken} | tls closed | tls timed-out`,
      true,
    ),
    row(
      'endless empty records',
      afterHello((peer) => peer.flood(record(0x16, Buffer.alloc(0)).toString('latin1'))),
      broken,
    ),
    row(
      'a fatal alert',
      afterHello((peer) => peer.end(alert(2, 40))),
      'tls handshake-failed',
    ),
    row(
      'an alert of an unknown name',
      afterHello((peer) => peer.end(alert(2, 112))),
      'tls handshake-failed',
    ),
    row(
      'an alert about the version',
      afterHello((peer) => peer.end(alert(2, 70))),
      'tls protocol-version',
    ),
    row(
      'an alert of no meaning',
      afterHello((peer) => peer.end(alert(2, 255))),
      `${broken} | tls closed | tls closed-before-server-hello`,
    ),
    row(
      'close_notify',
      afterHello((peer) => peer.end(alert(1, 0))),
      'tls closed | tls closed-before-server-hello | tls handshake-failed',
    ),
    row('a drop at once', (peer) => peer.end(), 'tls closed-before-server-hello | tls reset'),
    row(
      'a drop after the hello',
      afterHello((peer) => peer.end()),
      'tls closed-before-server-hello',
    ),
    row(
      'a drop half way',
      afterHello((peer) => peer.end(unfinishedHello.subarray(0, 20))),
      'tls closed',
    ),
    row(
      'a reset at once',
      (peer) => peer.later(30, () => peer.reset()),
      'tls reset | tls closed-before-server-hello',
    ),
    row(
      'a reset after the hello',
      afterHello((peer) => peer.reset()),
      'tls reset | tls closed-before-server-hello',
    ),
    row(
      'a greeting in clear',
      afterHello((peer) => peer.write(protocol === 'imap' ? '* OK hello\r\n' : '+OK hello\r\n')),
      'tls not-tls',
    ),
    row(
      'HTTP',
      afterHello((peer) => peer.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'tls not-tls',
    ),
    row(
      'SSH',
      afterHello((peer) => peer.write('SSH-2.0-OpenSSH_9.2\r\n')),
      'tls not-tls',
    ),
    row(
      'a flood of noise',
      afterHello((peer) => peer.flood('\u001b[31mnoise')),
      'tls not-tls',
    ),
    row(
      'its own hello sent back',
      (peer) => peer.tcp.on('data', (chunk: Buffer) => peer.write(chunk)),
      broken,
    ),
    {
      name: 'close_notify at once',
      onSecure: (peer) => peer.end(),
      expects: 'greeting closed | capability-tls closed | tls closed | login closed',
    },
    {
      name: 'clear text after the handshake',
      onSecure: (peer) => {
        peer.tcp.write('* OK in clear\r\n'.repeat(20))
      },
      expects:
        'greeting not-tls | capability-tls not-tls | greeting handshake-failed | capability-tls handshake-failed',
    },
    {
      name: 'a reset after the handshake',
      onSecure: (peer) => peer.reset(),
      expects:
        'greeting reset | capability-tls reset | tls reset | tls closed | greeting closed | capability-tls closed',
    },
    ...shown.map((certificate) => ({ name: `certificate: ${certificate}`, certificate, expects: 'none' })),
  ]
})
