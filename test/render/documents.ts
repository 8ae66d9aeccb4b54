import type { EndpointProbe, ProbeDocument, RecommendationDocument } from '../../src/model/index.js'
import { hostile } from './support.js'

const certificate = {
  subject: 'CN=mail.example.com',
  issuer: 'CN=Example CA, O=Example',
  names: ['mail.example.com', 'imap.example.com', 'a-very-long-name-that-does-not-end.of.mail.example.com'],
  validFrom: 'Jan  1 00:00:00 2026 GMT',
  validTo: 'Mar  1 00:00:00 2026 GMT',
  fingerprint256: 'AA:BB',
}

/** An endpoint on which everything went well, with a server that tries its worst in every text. */
export const healthy: EndpointProbe = {
  endpoint: { protocol: 'imap', host: 'mail.example.com', port: 993, security: 'tls' },
  connectedTo: '192.0.2.1:993',
  addresses: ['192.0.2.1', '2001:db8::1'],
  phases: [
    { name: 'dns', outcome: 'observed', ms: 1.2 },
    { name: 'tcp', outcome: 'observed', ms: 20 },
    { name: 'tls', outcome: 'observed', ms: 30 },
    { name: 'greeting', outcome: 'observed', ms: 2 },
    { name: 'capability', outcome: 'observed', ms: 2 },
    { name: 'logout', outcome: 'observed', ms: 1 },
  ],
  greeting: { status: 'ok', text: hostile, insideTls: true },
  software: hostile,
  tls: {
    verified: true,
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    certificate,
    chain: [certificate],
  },
  capabilities: {
    afterTls: ['IMAP4rev1', 'IDLE', hostile],
    explained: [
      { name: 'SORT', entry: 'SORT', title: 'Sorting', means: 'The server sorts.', needs: ['search'] },
      {
        name: 'IDLE',
        entry: 'IDLE',
        title: 'Push',
        means: 'New mail shows at once.',
        needs: ['prompt-alerts'],
      },
      { name: hostile },
    ],
  },
  sasl: ['PLAIN'],
  connections: 1,
  ms: 56.3,
}

/** An endpoint that refuses connections. */
export const refused: EndpointProbe = {
  endpoint: { protocol: 'pop3', host: '2001:db8::1', port: 110, security: 'starttls' },
  phases: [
    { name: 'dns', outcome: 'skipped', ms: 0, because: 'the host is an address' },
    {
      name: 'tcp',
      outcome: 'failed',
      ms: 3,
      failure: { cause: 'refused', code: 'ECONNREFUSED', message: 'connection refused', serverText: hostile },
    },
    { name: 'greeting', outcome: 'skipped', ms: 0, because: 'the phase tcp failed' },
    { name: 'starttls', outcome: 'skipped', ms: 0, because: 'the phase tcp failed' },
  ],
  connections: 1,
  ms: 3,
}

/** An endpoint whose certificate does not verify, otherwise as the healthy one. */
export const unverified: EndpointProbe = {
  ...healthy,
  endpoint: { protocol: 'imap', host: 'mail.example.com', port: 143, security: 'starttls' },
  tls: {
    verified: false,
    problem: { code: 'CERT_HAS_EXPIRED', message: 'the certificate has expired' },
    protocol: 'TLSv1.2',
    cipher: 'TLS_RSA',
    certificate,
    chain: [],
  },
  session: {
    mechanism: 'PLAIN',
    messages: 12,
    quota: { usedBytes: 900_000_000, limitBytes: 1_000_000_000 },
    uidl: { answered: true, unique: false },
  },
}

/** A probe document of these three. */
export const probeDocument: ProbeDocument = {
  kind: 'probe',
  schemaVersion: 1,
  tool: { name: 'mailadvise', version: '0.1.0' },
  request: {
    targets: ['mail.example.com'],
    startedAt: '2026-01-01T00:00:00.000Z',
    timeoutMs: 30_000,
    notes: ['White space was removed: mail.example.com'],
  },
  environment: { node: 'v20.20.2', openssl: '3.0.19', trust: ['bundled roots of Node v20.20.2'] },
  endpoints: [healthy, unverified, refused],
}

/** A recommendation that uses every part of the document. */
export const recommendation: RecommendationDocument = {
  kind: 'recommendation',
  schemaVersion: 1,
  tool: { name: 'mailadvise', version: '0.1.0' },
  request: { answers: { readers: 'one-person' }, targets: ['mail.example.com'], notes: ['A note.'] },
  choice: 'imap-offline-cache',
  family: 'imap',
  name: 'IMAP with an offline cache',
  summary: 'As IMAP, and the program keeps a full local copy.',
  alternatives: [{ choice: 'imap', name: 'IMAP', when: 'you always have a line', behindBy: 2 }],
  certainty: 'medium',
  reasons: [{ rule: 'r', text: 'Mail is read in several places.', rows: [], sources: [], points: 3 }],
  against: [{ rule: 'a', text: 'The mailbox is small.', rows: [], sources: [], points: 1 }],
  settings: [
    { id: 'archive', label: 'Archive mail older than', value: 365, unit: 'days', why: 'Space runs out.' },
    { id: 'leave', label: 'Leave messages on the server', value: false, why: 'Space runs out.' },
  ],
  risks: [{ id: 'x', text: 'Deletion spreads to all devices.' }],
  contradictions: [{ rule: 'c', text: 'You want two things at once.' }],
  wouldChange: [
    { changes: [{ question: 'places', from: ['computer', 'phone'], to: ['computer'] }], choice: 'pop' },
    { changes: [{ question: 'own-copy', to: true }], choice: 'imap-local-archive' },
    { changes: [{ question: 'readers', from: 'one-person', to: 'program' }], choice: 'imap' },
    { changes: [{ question: 'calendar', to: true }], choice: 'neither' },
  ],
  openQuestions: [{ id: 'backups', text: 'If the device dies, who has a copy of the mail?' }],
  steps: [{ order: 1, id: 'save', text: 'Make a copy first.', check: 'The numbers agree.' }],
  confirmation: {
    verdict: 'confirmed-with-limits',
    changedFrom: 'pop-leave-on-server',
    limits: [
      { rule: 'l', text: 'The server removes mail after 30 days.', blocking: true },
      { rule: 'm', text: 'The list of folders is short.', blocking: false },
    ],
    gains: [{ rule: 'g', text: 'New mail is reported at once.' }],
    endpoints: [healthy, refused],
  },
  trace: [],
}
