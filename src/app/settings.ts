import { resolve } from 'node:path'
import { loadSetups } from '../catalogue/data.js'
import {
  type Answers,
  type EndpointProbe,
  exitCodes,
  type Family,
  finishedProbes,
  type ProbeDocument,
  type Protocol,
  type RecommendationDocument,
  type SettingsClient,
  type SettingsDocument,
  type SetupId,
  UserError,
} from '../model/index.js'
import type { Client } from '../settings/account.js'
import { buildSettings } from '../settings/build.js'
import { clientList } from '../settings/clients.js'
import { type Confirmed, confirmedEndpoints, doubt } from '../settings/confirmed.js'
import { fitting } from '../settings/fit.js'
import { didYouMean } from './nearest.js'
import { probeExitCode } from './probe-exit-code.js'
import { recommendFor } from './recommend.js'
import { envelope, tool } from './tool.js'

/** What a settings file is made from. */
export interface SettingsRequestInput {
  /** Id of the mail program, as typed. */
  client: string
  /** A probe of the account's servers, fresh or stored. */
  probe: ProbeDocument
  answers: Answers
  /** The set-up to take in the place of the advised one, as typed. */
  setup?: string | undefined
  /** The user name that the file names; nobody signs in with it. */
  user?: string | undefined
  /** Certificates that the program is told to trust, where it takes that. */
  caFiles?: readonly string[] | undefined
}

const protocolNames = { imap: 'IMAP', pop3: 'POP3' } as const

function entryOf(client: Client): SettingsClient {
  const { id, title, fileName, place, protocols, securities, oauth } = client
  return { id, title, fileName, place, protocols, securities, oauth }
}

/** All mail programs that there is a format for. */
export function settingsClients(): SettingsClient[] {
  return clientList.map(entryOf)
}

/** The list of mail programs as a document. */
export function listSettingsClients(): SettingsDocument {
  return {
    ...envelope('settings'),
    request: { targets: [] },
    files: [],
    notes: [],
    clients: settingsClients(),
  }
}

/**
 * The mail program that an id names.
 *
 * @throws UserError with the nearest id
 */
export function findClient(typed: string): Client {
  const client = clientList.find(({ id }) => id === typed.trim().toLowerCase())
  if (client !== undefined) return client
  const ids = clientList.map(({ id }) => id)
  throw new UserError('bad-value', `There is no settings file for "${typed}"`, {
    hint: `${didYouMean(typed, ids)} For any other program: text.`,
  })
}

/** Ids of the set-ups that a mail program can be set up for. */
export function settableSetups(): SetupId[] {
  return loadSetups()
    .setups.filter(({ family }) => family !== 'neither')
    .map(({ id }) => id)
}

/** A set-up as typed. "neither" has no settings, so it cannot be asked for. */
export function readSetup(typed: string | undefined): SetupId | undefined {
  if (typed === undefined) return undefined
  const ids = settableSetups()
  const found = ids.find((id) => id === typed.trim().toLowerCase())
  if (found !== undefined) return found
  throw new UserError('bad-value', `Unknown --setup "${typed}"`, { hint: didYouMean(typed, ids) })
}

function protocolOf(family: Family, document: RecommendationDocument): Protocol {
  if (family !== 'neither') return family === 'pop' ? 'pop3' : 'imap'
  const instead = document.settings.find(({ id }) => id === 'use-instead')?.value
  throw new UserError('not-confirmed', `The advice is neither POP nor IMAP${instead ? `: ${instead}` : ''}`, {
    hint: 'Nothing was written. --setup ID takes one all the same.',
    exitCode: exitCodes.finding,
  })
}

function exitCodeFor(probe: ProbeDocument): number {
  const code = probeExitCode(probe)
  return code === exitCodes.ok ? exitCodes.finding : code
}

function notConfirmed(probe: ProbeDocument, protocol: Protocol): UserError {
  const own = finishedProbes(probe.endpoints).filter(({ endpoint }) => endpoint.protocol === protocol)
  const name = protocolNames[protocol]
  const why = (one: EndpointProbe) =>
    `${one.endpoint.host}:${one.endpoint.port}: ${doubt(one) ?? 'confirmed'}`
  const [first] = own
  const message =
    first === undefined
      ? `The set-up needs ${name}, and no ${name} endpoint was looked at`
      : `No ${name} endpoint was confirmed; ${why(first)}`
  return new UserError('not-confirmed', message, {
    hint: `Nothing was written. See why with mailadvise diagnose; --setup takes another set-up.`,
    exitCode: exitCodeFor(probe),
  })
}

/** What the server said against the set-up: then no file is written that would not work. */
function checkLimits({ confirmation, name }: RecommendationDocument, probe: ProbeDocument): void {
  const limit = confirmation?.limits.find(({ blocking }) => blocking)
  if (limit === undefined) return
  throw new UserError('not-confirmed', `The server does not support ${name}: ${limit.text}`, {
    hint: 'Nothing was written.',
    exitCode: exitCodeFor(probe),
  })
}

function confirmedOf(probe: ProbeDocument, protocol: Protocol): Confirmed[] {
  const probes = finishedProbes(probe.endpoints)
  const confirmed = confirmedEndpoints(probes, protocol, probe.request.startedAt)
  if (confirmed.length === 0) throw notConfirmed(probe, protocol)
  return confirmed
}

/** Programs take the certificates of one file only. */
function caFileOf(caFiles: readonly string[] = []): string | undefined {
  const [only, ...more] = caFiles
  return only === undefined || more.length > 0 ? undefined : resolve(only)
}

/** What the reader must know of how the server was reached, because the program will not reach it in the same way. */
function reachNotes({ probe, caFiles = [] }: SettingsRequestInput): string[] {
  const { trust } = probe.environment
  const extra = trust.some((source) => source.startsWith('--ca-file'))
  return [
    ...(probe.request.targets.includes('demo')
      ? ['The demo server lives only as long as a command of mailadvise: this file is for looking at.']
      : []),
    ...(caFiles.length > 1
      ? ['Programs trust the certificates of one file: join those of --ca-file, and set it by hand.']
      : []),
    ...(extra && caFiles.length === 0
      ? ['The certificate was verified with --ca-file: give it here too, so that the program can be told.']
      : []),
  ]
}

function adviceNotes(document: RecommendationDocument, setup: SetupId | undefined): string[] {
  const limits = document.confirmation?.limits.map(({ text }) => text) ?? []
  const open = document.openQuestions.length
  if (setup !== undefined || open === 0) return limits
  return [
    `The set-up (${document.choice}) rests on what was answered; ${open} open ${open === 1 ? 'question' : 'questions'} could change it: mailadvise recommend. --set ID=VALUE gives an answer, --setup ID another set-up.`,
    ...limits,
  ]
}

/** The user name that the address gives, in the form that a source names for the endpoint, else the whole address. */
function userFromAddress({ request, discovery }: ProbeDocument, { endpoint }: Confirmed): string | undefined {
  const address = request.targets.find((target) => /^[^@:/]+@[^@:/]+$/.test(target))
  const { host, port, protocol } = endpoint
  const form = discovery?.candidates.find(
    (one) => one.endpoint.host === host && one.endpoint.port === port && one.endpoint.protocol === protocol,
  )?.userName
  if (form === undefined || form === 'address') return address
  return form === 'local-part' ? address?.split('@')[0] : undefined
}

/**
 * The settings file of one mail program for the endpoint that the set-up needs and the probe confirmed.
 *
 * @throws UserError `not-confirmed` (exit code 1, or 3 when this side is at fault) where there is no such endpoint,
 *   `client-unfit` where the program cannot do what the set-up asks for
 */
export function settings(input: SettingsRequestInput): SettingsDocument {
  const { probe, answers } = input
  const client = findClient(input.client)
  const setup = readSetup(input.setup)
  const caFile = caFileOf(input.caFiles)
  const document = recommendFor({ answers, probe }, setup)
  const protocol = protocolOf(document.family, document)
  const confirmed = confirmedOf(probe, protocol)
  checkLimits(document, probe)
  const oauthOnly = document.request.serverFacts?.['provider-sign-in'] === 'oauth2-only'
  const fit = fitting(client, { protocol, confirmed, oauthOnly }, clientList)
  const user = input.user ?? probe.request.user ?? userFromAddress(probe, fit.confirmed)
  const built = buildSettings({
    client,
    ...fit,
    advice: document,
    tool: tool(),
    user,
    caFile,
    outgoing: probe.discovery?.outgoing,
  })
  return {
    ...envelope('settings'),
    request: {
      targets: probe.request.targets,
      client: client.id,
      ...(user !== undefined && { user }),
      answers,
      ...(setup !== undefined && { setup }),
      ...(caFile !== undefined && { caFile }),
    },
    client: entryOf(client),
    choice: document.choice,
    ...built,
    notes: [...probe.request.notes, ...built.notes, ...reachNotes(input), ...adviceNotes(document, setup)],
  }
}
