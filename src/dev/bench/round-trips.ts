import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type DelayRelay, delayRelay } from './delay-relay.js'
import { type MailServer, type Scheme, schemes, standardPort, startMailServer } from './mail-server.js'
import { type Contender, inRounds, median, printTable, program, ratioTo } from './measure.js'
import { bin } from './start-up.js'

/** The server at the end of a path with a round-trip time. */
interface FarServer extends Pick<MailServer, 'name' | 'caFile'> {
  rttMs: number
  port: Record<Scheme, number>
}

/** Fewest sequential round trips where nothing is sent before the greeting. */
const polite: Record<Scheme, number> = { imaps: 4, imap: 5, pops: 4, pop: 6 }
const fourPolite = Math.max(...Object.values(polite))

const four = 'mailadvise probe, four endpoints'

/** A program that does a part of the same work, and what it does of it. */
interface OtherTool {
  name: string
  does: string
  /** Where it is, besides PATH. */
  folder?: string
  /** It takes many seconds: one round, without a delay only. */
  slow?: boolean
  run(server: FarServer): Promise<void>
}

/** One probe, and all four endpoints, at several round-trip times, beside other tools and the physical limit. */
export async function roundTrips(): Promise<void> {
  const server = await startMailServer()
  try {
    console.log(`Round trips, against ${server.what} behind a delaying relay; times of whole processes`)
    for (const rttMs of [0, 50, 200]) await atDistance(server, rttMs)
    const missing = tools.filter((tool) => !isInstalled(tool))
    if (missing.length > 0)
      console.log(`  not installed, left out: ${missing.map(({ name }) => name).join(', ')}`)
    for (const { name, does } of tools.filter(isInstalled)) console.log(`  ${name}: ${does}`)
  } finally {
    await server.stop()
  }
}

async function atDistance(server: MailServer, rttMs: number): Promise<void> {
  const relays: DelayRelay[] = []
  const port: Record<Scheme, number> = { imaps: 0, imap: 0, pops: 0, pop: 0 }
  try {
    for (const scheme of schemes) {
      const relay = await delayRelay(server.at[scheme], rttMs)
      relays.push(relay)
      port[scheme] = relay.port
    }
    await compareAt({ ...server, rttMs, port })
  } finally {
    await Promise.all(relays.map((relay) => relay.close()))
  }
}

async function compareAt(server: FarServer): Promise<void> {
  const { rttMs } = server
  const own: [string, readonly Scheme[], number][] = [
    [four, schemes, fourPolite],
    ...schemes.map((scheme): [string, Scheme[], number] => [
      `mailadvise probe ${scheme}`,
      [scheme],
      polite[scheme],
    ]),
  ]
  const others = tools.filter((tool) => isInstalled(tool) && (rttMs === 0 || tool.slow !== true))
  const contenders: Contender[] = [
    ...own.map(([name, which]) => ({ name, run: () => probe(server, which) })),
    ...others.map(({ name, run, slow }) => ({ name, run: () => run(server), ...(slow && { rounds: 1 }) })),
  ]
  const timings = await inRounds(contenders, 5)
  const limitOf = (name: string) => own.find(([one]) => one === name)?.[2]
  console.log(`RTT ${rttMs} ms`)
  printTable(
    ['', 'median ms', 'polite limit', 'to the limit', 'to four endpoints'],
    contenders.map(({ name }) => {
      const ms = median(timings.get(name) ?? [])
      const limit = (limitOf(name) ?? 0) * rttMs
      return [
        name,
        ms.toFixed(0),
        limit === 0 ? '' : `${limit}`,
        limit === 0
          ? ''
          : `${(ms / limit).toFixed(2)}${name === four && rttMs === 200 ? ' (goal 1.15)' : ''}`,
        ratioTo(timings, name, four).toFixed(2),
      ]
    }),
  )
}

async function probe({ name, caFile, port }: FarServer, which: readonly Scheme[]): Promise<void> {
  const routes = which.flatMap((scheme) => [
    '--connect-to',
    `${name}:${standardPort[scheme]}:127.0.0.1:${port[scheme]}`,
  ])
  const targets = which.map((scheme) => `${scheme}://${name}`)
  await program(process.execPath, [bin, 'probe', ...targets, ...routes, '--ca-file', caFile, '--json'])
}

const imapQuestion = 'a CAPABILITY\r\nb LOGOUT\r\n'
const popQuestion = 'CAPA\r\nQUIT\r\n'
const plugins = '/usr/lib/nagios/plugins'

function openssl(server: FarServer, scheme: Scheme): Promise<string> {
  const startTls = { imaps: [], imap: ['-starttls', 'imap'], pops: [], pop: ['-starttls', 'pop3'] }[scheme]
  const { name, caFile, port } = server
  return program(
    'openssl',
    [
      ...['s_client', '-connect', `127.0.0.1:${port[scheme]}`, '-servername', name, '-verify_hostname', name],
      ...['-CAfile', caFile, '-verify_return_error', '-quiet', '-ign_eof', ...startTls],
    ],
    { input: scheme.startsWith('imap') ? imapQuestion : popQuestion, mustSay: /CAPABILITY IMAP4|UIDL/ },
  )
}

function curl({ name, caFile, port }: FarServer, scheme: 'imaps' | 'imap' | 'pops' | 'pop'): Promise<string> {
  const url = `${scheme.replace('pop', 'pop3')}://${name}:${port[scheme]}/`
  return program(
    'curl',
    [
      ...['-v', '-s', '--ssl-reqd', '--cacert', caFile, '--resolve', `${name}:${port[scheme]}:127.0.0.1`],
      ...['-X', scheme.startsWith('imap') ? 'CAPABILITY' : 'CAPA', url],
    ],
    // Without a sign-in it counts what the server says as no result in some versions, but has asked and shown it.
    { good: [0, 8, 21, 56, 67], mustSay: /CAPABILITY IMAP4|UIDL/ },
  )
}

const tools: readonly OtherTool[] = [
  {
    name: 'openssl s_client imaps',
    does: 'one endpoint, raw text; sends before the greeting, which saves a round trip and falsifies the evidence',
    run: async (server) => void (await openssl(server, 'imaps')),
  },
  {
    name: 'openssl s_client -starttls pop3',
    does: 'one endpoint, raw text; sends its commands without waiting',
    run: async (server) => void (await openssl(server, 'pop')),
  },
  {
    name: 'curl -v imaps',
    does: 'one endpoint, raw text; waits for the answer to LOGOUT',
    run: async (server) => void (await curl(server, 'imaps')),
  },
  {
    name: 'curl -v imap, STARTTLS',
    does: 'the same with STARTTLS',
    run: async (server) => void (await curl(server, 'imap')),
  },
  {
    name: 'mpop --serverinfo pop, STLS',
    does: 'one POP3 endpoint: certificate and capabilities explained',
    run: async ({ name, caFile, port }) => {
      const tls = [
        '--tls=on',
        '--tls-starttls=on',
        `--tls-trust-file=${caFile}`,
        `--tls-host-override=${name}`,
      ]
      await program('mpop', ['--serverinfo', '--host=127.0.0.1', `--port=${port.pop}`, ...tls], {
        mustSay: /UIDL/,
      })
    },
  },
  {
    name: 'check_imap',
    folder: plugins,
    does: 'one endpoint with TLS: only that it greets; no capabilities, no certificate check',
    run: async ({ port }) => {
      await program(join(plugins, 'check_imap'), ['-H', '127.0.0.1', '-p', `${port.imaps}`, '-S'], {
        mustSay: /OK/,
      })
    },
  },
  {
    name: 'nmap -sV, capability scripts',
    slow: true,
    does: 'the four ports, once: recognises the protocols, capabilities, certificates; many connections',
    run: async ({ port }) => {
      const scripts = 'imap-capabilities,pop3-capabilities,ssl-cert'
      const ports = schemes.map((scheme) => port[scheme]).join(',')
      await program('nmap', ['-Pn', '-n', '-sT', '-sV', '-p', ports, '--script', scripts, '127.0.0.1'], {
        mustSay: /capabilities/,
        timeoutMs: 120_000,
      })
    },
  },
]

function isInstalled({ name, folder }: OtherTool): boolean {
  const command = name.split(' ')[0] ?? name
  const folders = folder === undefined ? (process.env.PATH ?? '').split(delimiter) : [folder]
  return folders.some((one) => existsSync(join(one, command)))
}
