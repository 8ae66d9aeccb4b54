import * as Flags from '@oclif/core/flags'
import { didYouMean } from '../app/nearest.js'
import { readResolver } from '../app/resolver.js'
import { type ConnectTo, type SecondTry, type Security, UserError } from '../model/index.js'
import { type Shell, shells } from '../render/completion.js'

// Values are read as plain text and checked below: oclif's own checks know no nearest value and print several lines.

const several = { multiple: true, multipleNonGreedy: true } as const

/** --json: stdout is exactly one JSON document, also on failure. */
export const jsonFlag = Flags.boolean({ summary: 'Print one JSON document, also on failure.' })

/** --out FILE: the document is written to a file as well. The endings are those of the command's forms. */
export function outFlagFor(...endings: string[]) {
  return Flags.string({
    summary: `Write the document to a file as well; its ending says the form: ${endings.join(', ')}.`,
    helpValue: 'FILE',
  })
}

/** --out FILE of a command whose document has no form besides JSON and text. */
export const outFlag = outFlagFor('.json', '.txt')

/** --redact: the user name and the address are masked in every form, not only in those made to be handed on. */
export const redactFlag = Flags.boolean({
  summary: 'Mask the user name and the address in every output.',
})

/** Flags of a command with forms that are masked by themselves. */
export const identityFlags = {
  redact: redactFlag,
  'keep-identities': Flags.boolean({
    summary: 'Do not mask the user name and the address in .md, .html and .prom either.',
  }),
}

/** --redact and --keep-identities as a writer of documents wants them. */
export function identitiesFrom(
  flags: { redact: boolean; 'keep-identities'?: boolean; user?: string | undefined },
  targets: readonly string[] = [],
): { redact: boolean; keep: boolean; also: string[] } {
  const { redact, user, 'keep-identities': keep = false } = flags
  if (redact && keep) {
    throw new UserError('usage', '--redact and --keep-identities exclude each other', {
      hint: 'Leave out one.',
    })
  }
  const addresses = targets.filter((target) => /^[^/:]*@/.test(target))
  return { redact, keep, also: [...(user === undefined ? [] : [user]), ...addresses] }
}

/** --no-input: never ask. */
export const noInputFlag = Flags.boolean({ summary: 'Never ask; work with what is given.' })

/** --set id=value: one answer. */
export const setFlag = Flags.string({
  ...several,
  summary: 'One answer, over those of --answers; several values with commas. Repeatable.',
  helpValue: 'ID=VALUE',
})

const secondTries = ['user-names', 'mechanisms'] as const satisfies readonly SecondTry[]

/** Flags of every command that looks names up and connects. */
export const networkFlags = {
  'ca-file': Flags.string({
    ...several,
    summary: 'Trust the certificates in this PEM file too. Repeatable.',
    helpValue: 'FILE',
    helpGroup: 'PROBE',
  }),
  'connect-to': Flags.string({
    ...several,
    summary: 'Connect to ADDR:PORT instead of HOST:PORT; the name that TLS asks for stays. Repeatable.',
    helpValue: 'HOST:PORT:ADDR:PORT',
    helpGroup: 'PROBE',
  }),
  'dns-server': Flags.string({
    ...several,
    summary:
      'Ask this resolver for all names, not the one of this machine; port 53 unless said otherwise. Repeatable.',
    helpValue: 'ADDR[:PORT]',
    helpGroup: 'PROBE',
  }),
}

/** Flags of every command that talks to a server. */
export const probeFlags = {
  ...networkFlags,
  timeout: Flags.string({
    summary: 'Time limit of each endpoint, 0.1 to 600 seconds.',
    helpValue: 'SECONDS',
    default: '30',
    helpGroup: 'PROBE',
  }),
  security: Flags.string({
    summary: 'How to secure the connection on the named port; without it, as the scheme or the port says.',
    helpValue: 'tls|starttls|none',
    helpGroup: 'PROBE',
  }),
  deep: Flags.boolean({
    summary:
      'Make the comparisons that cost connections: no SNI, ALPN, old TLS, other names, IDLE held; with --dns-server, also the resolver of this machine.',
    helpGroup: 'PROBE',
  }),
  gentle: Flags.boolean({
    summary: 'Never have two connections open at once; slower.',
    helpGroup: 'PROBE',
  }),
  verbose: Flags.boolean({
    summary: 'Keep and show what was said on the wire, secrets masked.',
    helpGroup: 'PROBE',
  }),
  from: Flags.string({
    summary: 'Judge a stored probe document again, without any network.',
    helpValue: 'FILE',
    helpGroup: 'PROBE',
  }),
  user: Flags.string({
    summary: 'Sign in as this user, over verified TLS only; without it nobody signs in.',
    helpValue: 'NAME',
    helpGroup: 'PROBE',
  }),
  'password-stdin': Flags.boolean({
    summary: 'Read the password from stdin (without any of these: MAILADVISE_PASSWORD, else a prompt).',
    helpGroup: 'PROBE',
  }),
  'password-file': Flags.string({
    summary: 'Read the password from the first line of a file.',
    helpValue: 'FILE',
    helpGroup: 'PROBE',
  }),
  'password-command': Flags.string({
    summary: 'Let the shell run a command; the first line that it prints is the password.',
    helpValue: 'CMD',
    helpGroup: 'PROBE',
  }),
  'oauth-token-command': Flags.string({
    summary: 'Let the shell run a command; the first line that it prints is an OAuth access token.',
    helpValue: 'CMD',
    helpGroup: 'PROBE',
  }),
  try: Flags.string({
    summary:
      'Allow one further sign-in: the user name in its other form, or another mechanism; without it there is one attempt.',
    helpValue: secondTries.join('|'),
    helpGroup: 'PROBE',
  }),
  'accept-host': Flags.string({
    ...several,
    summary: 'Let credentials go to this host too, where it was found and not typed. Repeatable.',
    helpValue: 'NAME',
    helpGroup: 'PROBE',
  }),
}

/** Seconds of --timeout as milliseconds. */
export function parseTimeout(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (!(seconds >= 0.1 && seconds <= 600)) {
    throw new UserError('bad-value', `--timeout wants seconds from 0.1 to 600, not "${text}"`)
  }
  return Math.round(seconds * 1000)
}

const securities = ['tls', 'starttls', 'none'] as const satisfies readonly Security[]

/** The value of --security. */
export const parseSecurity = (text: string): Security => parseChoice('security', text, securities)

/** The value of --try. */
export const parseTry = (text: string): SecondTry => parseChoice('try', text, secondTries)

/** One value of a flag that takes one of a few words. */
export function parseChoice<Choice extends string>(
  flag: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((known) => known === text.toLowerCase())
  if (choice === undefined) {
    throw new UserError('bad-value', `Unknown --${flag} "${text}"`, { hint: didYouMean(text, choices) })
  }
  return choice
}

const connectToForm = /^(\[[^\]]+\]|[^:[\]]+):(\d+):(\[[^\]]+\]|[^:[\]]+):(\d+)$/

function portNumber(text: string): number | undefined {
  const port = Number(text)
  return port >= 1 && port <= 65_535 ? port : undefined
}

/** One value of --connect-to, in curl's form; IPv6 addresses in brackets. */
export function parseConnectTo(text: string): ConnectTo {
  const [, host = '', from = '', toHost = '', to = ''] = connectToForm.exec(text.trim()) ?? []
  const port = portNumber(from)
  const toPort = portNumber(to)
  if (port === undefined || toPort === undefined) {
    throw new UserError('bad-value', `--connect-to wants HOST:PORT:ADDR:PORT, not "${text}"`, {
      hint: 'For example --connect-to mail.example.com:993:127.0.0.1:10993; IPv6 addresses in brackets.',
    })
  }
  const bare = (name: string) => name.replace(/^\[|\]$/g, '').toLowerCase()
  return { host: bare(host), port, toHost: bare(toHost), toPort }
}

/** One value of --dns-server: an address, with a port where it is not 53; IPv6 addresses with a port in brackets. */
export function parseDnsServer(text: string): string {
  const resolver = readResolver(text.trim())
  if (resolver !== undefined) return resolver
  throw new UserError('bad-value', `--dns-server wants ADDR[:PORT], not "${text}"`, {
    hint: 'An address, not a name: for example 192.0.2.53 or [2001:db8::53]:5353.',
  })
}

/** The shell of `completion`. */
export function parseShell(text: string | undefined): Shell {
  if (text === undefined) {
    throw new UserError('usage', 'No shell is named', { hint: `Name one of ${shells.join(', ')}.` })
  }
  const shell = shells.find((known) => known === text.toLowerCase())
  if (shell !== undefined) return shell
  throw new UserError('bad-value', `Unknown shell "${text}"`, { hint: didYouMean(text, shells) })
}
