import { spawn } from 'node:child_process'
import { beforeAll, expect, test } from 'vitest'
import type { DiagnosisDocument } from '../../src/model/index.js'
import { bin, schemaErrors } from '../cli/support.js'
import { failureIn } from '../support/probing.js'
import { testHost } from '../support/raw-server.js'
import type { Behaviour } from './behaviour.js'
import { capabilities } from './behaviours/capability.js'
import { greetings } from './behaviours/greeting.js'
import { mechanisms } from './behaviours/mechanisms.js'
import { goodbyes, sessions } from './behaviours/session.js'
import { signIns } from './behaviours/sign-in.js'
import { startTls } from './behaviours/starttls.js'
import { handshakes } from './behaviours/tls.js'
import { targetOf, unsafe } from './examine.js'
import { leaksIn, password, user } from './secrets.js'
import { prepare, serverWith } from './suite.js'

beforeAll(prepare)

/** Those that cost most memory, and some of each kind for the whole way through the program. */
const chosen = [
  'imap tls: an endless line',
  'pop3 starttls: endless line ends',
  'imap starttls: one burst of 10 MB',
  'imap tls: endless untagged lists',
  'pop3 tls: an endless list',
  'imap tls: handshake: endless handshake records',
  'pop3 starttls: a flood after the answer',
  'imap starttls: a whole line in the same segment',
  'imap tls: certificate: hostile-names',
  'pop3 tls: certificate: oversized',
  'imap tls: sign-in: refused, and a flood',
  'imap tls: sign-in: refused with the password in UTF-16LE',
  'pop3 tls: sign-in: refused with the password in SASL PLAIN',
  'imap tls: sign-in: an untagged flood',
  'imap tls: session: STATUS without an end',
  'imap tls: session: a literal of 2 GB',
  'pop3 tls: session: UIDL without an end',
  'pop3 tls: session: UIDL of empty lines',
  'pop3 tls: session: UIDL of long lines',
  'imap tls: session: millions of vanished messages in answer to EXAMINE',
  'pop3 tls: SCRAM: 2^31 iterations',
  'imap tls: SCRAM: the password in the error',
  'imap tls: certificate: secret-names',
  'imap tls: goodbye: a flood',
]

const all = [
  ...greetings,
  ...capabilities,
  ...startTls,
  ...handshakes,
  ...signIns,
  ...sessions,
  ...goodbyes,
  ...mechanisms,
]
const sample = chosen.map((name) => {
  const found = all.find((behaviour) => behaviour.name === name)
  if (found === undefined) throw new Error(`no behaviour "${name}"`)
  return found
})

/** Megabytes that a run may need at its peak, Node itself included. */
const mostMegabytes = 256

const tellMemory = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + ' kB'))`

interface Run {
  code: number | null
  stdout: string
  stderr: string
  peakMegabytes: number
}

/** Runs the program as people do, with all debug output that its libraries have. */
function run(args: string[]): Promise<Run> {
  const preload = `data:text/javascript,${encodeURIComponent(tellMemory)}`
  const child = spawn(process.execPath, ['--import', preload, bin, ...args], {
    env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent', LANG: 'C.UTF-8', DEBUG: '*' },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.stdin.on('error', () => {})
  child.stdin.end(password)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      const peakMegabytes = Number(/peak (\d+) kB$/.exec(stderr)?.[1]) / 1024
      resolve({ code, stdout, stderr, peakMegabytes })
    })
  })
}

async function examined(behaviour: Behaviour): Promise<void> {
  const { server, caFile } = await serverWith(behaviour)
  const { port } = server
  const started = performance.now()
  const flags = ['--ca-file', caFile, '--connect-to', `${testHost}:${port}:127.0.0.1:${port}`]
  const seconds = behaviour.stalls ? '4' : '20'
  const signIn = ['--user', user, '--password-stdin', '--timeout', seconds, '--verbose', '--json']
  const args = ['diagnose', targetOf(behaviour, port), ...flags, ...signIn]
  const { code, stdout, stderr, peakMegabytes } = await run(args)
  const tookMs = Math.round(performance.now() - started)
  await server.close()
  const document = JSON.parse(stdout) as DiagnosisDocument
  const [probe] = document.endpoints
  if (process.env.HOSTILE_REPORT !== undefined) {
    const sent = (server.mostBytes / 1024 / 1024).toFixed(1)
    console.log(`${peakMegabytes.toFixed(0)} MB peak, ${sent} MB taken, ${tookMs} ms: ${behaviour.name}`)
  }
  expect([0, 1]).toContain(code)
  expect(peakMegabytes).toBeLessThan(mostMegabytes)
  expect(schemaErrors('diagnosis', document)).toEqual([])
  expect(probe === undefined ? '' : behaviour.expects.split(' | ')).toContain(probe && failureIn(probe))
  expect(server.signIns).toBeLessThanOrEqual(1)
  expect(leaksIn(server.inClear)).toEqual([])
  expect(leaksIn(stdout)).toEqual([])
  expect(leaksIn(stderr)).toEqual([])
  expect(unsafe.exec(stdout)).toBeNull()
  expect(stderr).not.toMatch(/bug in mailadvise|unhandled/i)
}

test.each(sample.map((one) => [one.name, one] as const))('%s', (_, one) => examined(one))
