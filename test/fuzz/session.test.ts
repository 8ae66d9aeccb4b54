import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint, ProbeDocument, Protocol, SessionFacts } from '../../src/model/index.js'
import { Connection, Deadline, Secret, trustContext, WireFailure } from '../../src/net/index.js'
import { type Run, startRun } from '../../src/probe/run.js'
import { type Carrier, carryOut, type Heard } from '../../src/probe/sasl/carry.js'
import type { Mechanism } from '../../src/probe/sasl/exchange.js'
import { mechanisms } from '../../src/probe/sasl/mechanisms.js'
import { openImapSession } from '../../src/probe/session/imap-session.js'
import { openPop3Session } from '../../src/probe/session/pop3-session.js'
import { SignInQueue } from '../../src/probe/sign-in-queue.js'
import { json } from '../../src/render/json.js'
import { schemaErrors } from '../cli/support.js'
import { unsafe } from '../hostile/examine.js'
import { healthyAnswers } from '../hostile/healthy.js'
import { leaksIn, password, user } from '../hostile/secrets.js'
import { texts } from './mutate.js'
import { runs, timeoutMs } from './runs.js'

const trust = Promise.resolve(trustContext([]))

// Loaded first: it takes longer than one session has.
beforeAll(() => Promise.all([import('imapflow'), import('node-pop3')]))

/** Texts in the place of some answers, by the number of the command. */
type Script = ReadonlyMap<number, string>

/** A server's side of a connection in memory, healthy but for what the script says. */
function socketTo(script: Script, protocol: Protocol): Socket {
  const healthy = healthyAnswers(protocol, 'tls')
  let count = 0
  let unfinished = ''
  let ended = false
  let patience: NodeJS.Timeout | undefined
  const answerTo = (line: string) => {
    const [tag = '', command = ''] = protocol === 'imap' ? line.split(' ') : ['', line.split(' ')[0]]
    const own = script.get(count)
    count += 1
    const end = tag === '' ? '' : '{tag} OK done\r\n'
    const text = own === undefined ? String(healthy[command] ?? (end || '-ERR what\r\n')) : own + end
    return text.replaceAll('{tag}', tag)
  }
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      clearTimeout(patience)
      const lines = (unfinished + chunk.toString('latin1')).split('\r\n')
      unfinished = lines.pop() ?? ''
      for (const line of lines) if (!ended) stream.push(answerTo(line))
      // A client that waits for more than there is would wait until its time is over.
      patience = setTimeout(() => {
        ended = true
        stream.push(null)
      }, 20)
      done()
    },
  })
  return Object.assign(stream, { unref: () => stream }) as unknown as Socket
}

function runOver(script: Script, protocol: Protocol): Run {
  const endpoint: Endpoint = { protocol, host: 'mail.example.test', port: 993, security: 'tls' }
  const signIn = { user, secret: new Secret(password) }
  const options = { timeoutMs: 400, caPem: [], connectTo: [], signIn, keepTranscript: true }
  const lookup = async () => []
  const account = { options, trust, lookup, queue: new SignInQueue([endpoint]) }
  const run = startRun(endpoint, undefined, account, new Deadline(400))
  run.connection = new Connection(socketTo(script, protocol), run.deadline, run.transcript)
  return run
}

const golden = new URL('../golden/demo.json', import.meta.url)
const stored = JSON.parse(readFileSync(golden, 'utf8')) as ProbeDocument

/** What was learnt is valid and safe, and the only errors are failures of our own making. @returns whether it is anything */
async function expectFacts(run: Run, work: (into: SessionFacts) => Promise<unknown>): Promise<boolean> {
  const into: SessionFacts = {}
  try {
    await work(into)
  } catch (error) {
    if (!(error instanceof WireFailure)) throw error
    expect(error.failure.cause).not.toBe('internal')
  }
  const [first] = stored.endpoints
  if (first === undefined) throw new Error('the kept document has no endpoint')
  const transcript = run.transcript.shown()
  const document = { ...stored, endpoints: [{ ...first, session: into, transcript }] }
  expect(schemaErrors('probe', document)).toEqual([])
  const text = json(document)
  expect(unsafe.exec(text)).toBeNull()
  expect(leaksIn(text)).toEqual([])
  return into.messages !== undefined
}

const script = (target: string) =>
  fc.array(fc.tuple(fc.nat(10), texts(target)), { minLength: 1, maxLength: 3 }).map((all) => new Map(all))

test(
  'any answers in a session of IMAP lead to valid facts or a failure',
  async () => {
    let told = 0
    await fc.assert(
      fc.asyncProperty(script('imap-session'), async (answers) => {
        const run = runOver(answers, 'imap')
        told += Number(
          await expectFacts(run, async (into) => {
            const capabilities = [
              'IMAP4rev1',
              'IDLE',
              'NAMESPACE',
              'QUOTA',
              'ID',
              'SPECIAL-USE',
              'STATUS=SIZE',
            ]
            const session = await openImapSession(run, 'LOGIN command', capabilities)
            try {
              await session.facts(into)
            } finally {
              session.end()
            }
          }),
        )
      }),
      runs(120),
    )
    expect(told).toBeGreaterThan(0)
  },
  timeoutMs,
)

test(
  'any answers in a session of POP3 lead to valid facts or a failure',
  async () => {
    let told = 0
    await fc.assert(
      fc.asyncProperty(script('pop3-session'), async (answers) => {
        const run = runOver(answers, 'pop3')
        told += Number(
          await expectFacts(run, async (into) => {
            const session = await openPop3Session(run, 'USER/PASS')
            await session.capabilities()
            await session.facts(into)
            run.connection?.close()
          }),
        )
      }),
      runs(120),
    )
    expect(told).toBeGreaterThan(0)
  },
  timeoutMs,
)

const all = [...new Set<Mechanism>(Object.values(mechanisms).flat())]

describe.each(all.map((one) => [one.name, one] as [string, Mechanism]))(
  '%s',
  (name, mechanism: Mechanism) => {
    test(
      'any challenges end, and show the password no more than it has to',
      async () => {
        const heard = fc.oneof(
          { weight: 8, arbitrary: texts('sasl').map((text) => ({ challenge: text, encoded: true })) },
          { weight: 1, arbitrary: texts('sasl').map((text) => ({ challenge: text, encoded: false })) },
          { weight: 2, arbitrary: fc.constant(undefined) },
        )
        await fc.assert(
          fc.asyncProperty(fc.array(heard, { maxLength: 8 }), fc.boolean(), async (script, initialSent) => {
            const sent: string[] = []
            const exchange = mechanism.start({ user, secret: password })
            const nonce = /r=([^,]*)/.exec(exchange.initial?.toString() ?? '')?.[1] ?? ''
            const left = [...script]
            const over = new WireFailure({ cause: 'closed', message: 'over' })
            const carrier: Carrier<'yes'> = {
              async next(): Promise<Heard<'yes'>> {
                if (left.length === 0) throw over
                const one = left.shift()
                if (one === undefined) return { end: 'yes' }
                const text = one.challenge.replaceAll('{nonce}', nonce)
                return { challenge: one.encoded ? Buffer.from(text).toString('base64') : text }
              },
              send: (line) => sent.push(line),
              clean: (words) => words,
              hide: () => {},
            }
            const withInitial = initialSent && exchange.initial !== undefined
            const end = await carryOut(exchange, carrier, withInitial).catch((error: unknown) => {
              if (error instanceof WireFailure) return error.failure.cause
              throw error
            })
            expect(['yes', 'malformed', 'closed']).toContain(end)
            expect(sent.length).toBeLessThanOrEqual(4)
            for (const line of sent) expect(line).toMatch(/^[A-Za-z0-9+/=]*$|^\*$/)
            // Who does not know the password can neither learn it from a proof, nor prove that it knew it.
            if (name.startsWith('SCRAM')) expect(end).not.toBe('yes')
            if (name.startsWith('SCRAM') || name.startsWith('CRAM')) {
              expect(leaksIn(sent.map((line) => Buffer.from(line, 'base64').toString()).join('\n'))).toEqual(
                [],
              )
            }
          }),
          runs(150),
        )
      },
      timeoutMs,
    )
  },
)
