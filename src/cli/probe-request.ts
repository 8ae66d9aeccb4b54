import type { ProbeRequestOptions } from '../app/probe.js'
import { printableTarget } from '../app/targets.js'
import { UserError } from '../model/index.js'
import { parseConnectTo, parseDnsServer, parseSecurity, parseTimeout, parseTry } from './flags.js'
import { askPassword, canAsk } from './prompts/terminal.js'
import { checkOneStdinReader, readSignIn, readStdin } from './secret-input.js'

/** The values of the probe flags as oclif parses them. */
export interface ProbeFlagValues {
  timeout: string
  'ca-file'?: string[] | undefined
  security?: string | undefined
  'connect-to'?: string[] | undefined
  'dns-server'?: string[] | undefined
  deep?: boolean | undefined
  gentle?: boolean | undefined
  verbose?: boolean | undefined
  from?: string | undefined
  user?: string | undefined
  'password-stdin': boolean
  'password-file'?: string | undefined
  'password-command'?: string | undefined
  'oauth-token-command'?: string | undefined
  try?: string | undefined
  'accept-host'?: string[] | undefined
  'no-input': boolean
}

/**
 * Reads the probe flags. Everything is checked before a password is asked for.
 *
 * @param otherStdinReaders what else of this call reads stdin, by the flag's name
 */
export async function probeRequest(
  flags: ProbeFlagValues,
  otherStdinReaders: Readonly<Record<string, boolean>> = {},
): Promise<ProbeRequestOptions> {
  const { user } = flags
  checkOneStdinReader({ ...otherStdinReaders, '--password-stdin': flags['password-stdin'] })
  const request = {
    timeoutMs: parseTimeout(flags.timeout),
    caFiles: flags['ca-file'] ?? [],
    security: flags.security === undefined ? undefined : parseSecurity(flags.security),
    deep: flags.deep,
    gentle: flags.gentle,
    keepTranscript: flags.verbose,
    connectTo: (flags['connect-to'] ?? []).map(parseConnectTo),
    tryAgain: flags.try === undefined ? undefined : parseTry(flags.try),
    acceptHosts: flags['accept-host'] ?? [],
    dnsServers: (flags['dns-server'] ?? []).map(parseDnsServer),
  }
  const signIn = await readSignIn({
    user,
    passwordStdin: flags['password-stdin'],
    passwordFile: flags['password-file'],
    passwordCommand: flags['password-command'],
    tokenCommand: flags['oauth-token-command'],
    warn: (text) => process.stderr.write(`${text}\n`),
    stdinIsTerminal: flags['password-stdin'] && process.stdin.isTTY === true,
    env: process.env,
    readStdin,
    ask: user !== undefined && canAsk(flags['no-input']) ? () => askPassword(user) : undefined,
  })
  if (signIn === undefined && flags.try !== undefined) {
    throw new UserError('usage', '--try needs --user', { hint: 'Add --user NAME, or leave out --try.' })
  }
  return { ...request, signIn }
}

/** A stored probe and a fresh one exclude each other, and signing in needs a server to do it on. */
export function checkTargetFlags(targets: readonly string[], { from, user }: ProbeFlagValues): void {
  if (from !== undefined && targets.length > 0) {
    throw new UserError('usage', '--from uses a stored probe, so there can be no target', {
      hint: `Leave out --from or ${targets.map(printableTarget).join(' ')}.`,
    })
  }
  if (user !== undefined && targets.length === 0) {
    throw new UserError('usage', '--user needs a server to sign in on', {
      hint: 'Add a target or leave out --user.',
    })
  }
}
