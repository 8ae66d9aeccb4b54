import type {
  AdvisedSetting,
  OutgoingServer,
  RecommendationDocument,
  SettingsDocument,
  Tool,
} from '../model/index.js'
import type { Account, Client, Draft, SafeOutgoing } from './account.js'
import { comment } from './comment.js'
import type { Fitting } from './fit.js'
import { planOf } from './plan.js'
import { checkHost, checkPath, checkUser, isPlainHost } from './safe-text.js'

/** What stands where a user name was not given: visibly no name. */
const userPlaceholder = 'YOUR-USER-NAME'

/** What a file is made from. */
export interface SettingsInput extends Fitting {
  client: Client
  advice: Pick<RecommendationDocument, 'choice' | 'name' | 'settings'>
  tool: Tool
  user?: string | undefined
  /** Absolute path of the certificates to trust. */
  caFile?: string | undefined
  /** What discovery found, best first. */
  outgoing?: readonly OutgoingServer[] | undefined
}

/** The parts of a document that come from the file. */
export type BuiltSettings = Required<
  Pick<SettingsDocument, 'endpoint' | 'checked' | 'signIn' | 'files' | 'byHand' | 'notes'>
> &
  Pick<SettingsDocument, 'outgoing'>

/** The first outgoing server that a file may name: with TLS, and with a host that is one. */
function usable(outgoing: readonly OutgoingServer[] = []): SafeOutgoing | undefined {
  for (const server of outgoing) {
    const { security, host } = server
    if (security !== 'none' && isPlainHost(host)) return { ...server, security }
  }
  return undefined
}

/** The part of an address behind the @, if that is a domain; else the host. */
function domainOf(user: string | undefined, host: string): string {
  const domain = user?.slice(user.lastIndexOf('@') + 1) ?? ''
  return user?.includes('@') && isPlainHost(domain) ? domain.toLowerCase() : host
}

function accountOf(input: SettingsInput): Account {
  const { confirmed, oauth, advice, user, caFile, client } = input
  const { endpoint, sasl } = confirmed
  checkHost(endpoint.host)
  if (user !== undefined) checkUser(user)
  if (caFile !== undefined) checkPath(caFile)
  return {
    ...endpoint,
    user: user ?? userPlaceholder,
    userGiven: user !== undefined,
    plan: planOf(advice.settings),
    advised: advice.settings,
    oauth,
    sasl,
    caFile: client.takesCaFile ? caFile : undefined,
    outgoing: client.sends ? usable(input.outgoing) : undefined,
    domain: domainOf(user, endpoint.host),
  }
}

function settingText({ label, value, unit }: AdvisedSetting): string {
  const words = typeof value === 'boolean' ? (value ? 'yes' : 'no') : value
  return `${label}: ${words}${unit === undefined ? '' : ` ${unit}`}`
}

function notCarried({ advice }: SettingsInput, { carries }: Draft): AdvisedSetting[] {
  return advice.settings.filter(({ id }) => id !== 'account-type' && !carries.includes(id))
}

function checkedText({ confirmed }: SettingsInput): string {
  const { endpoint, checked } = confirmed
  const protocol = endpoint.protocol === 'imap' ? 'IMAP' : 'POP3'
  const how = endpoint.security === 'tls' ? 'TLS from the start' : 'STARTTLS'
  const version = checked.tls === undefined ? '' : ` with ${checked.tls}`
  const ends = checked.certificateEnds === undefined ? '' : ` and ends on ${checked.certificateEnds}`
  return `Checked on ${checked.at}: ${endpoint.host} port ${endpoint.port} answered ${protocol} over ${how}${version}; its certificate verifies${ends}.`
}

function outgoingText({ client }: SettingsInput, { outgoing }: Account): string[] {
  if (!client.sends) return []
  if (outgoing === undefined) {
    return ['Outgoing mail: no server is known, so sending must be set up by hand.']
  }
  const { host, port, source } = outgoing
  return [`Outgoing mail: ${host} port ${port} was named by ${source} and was not checked.`]
}

function caText(input: SettingsInput, { caFile }: Account): string[] {
  if (input.caFile === undefined) return []
  return caFile === undefined
    ? [
        'The certificates that were given to trust are not in the file, which has no setting for them: give them to the system.',
      ]
    : ['The certificates that are trusted are those of the file that was given.']
}

function secretText({ client, oauth }: SettingsInput): string {
  if (oauth === undefined) return `No password is in this file. ${client.secret}`
  const access =
    client.secretBy === 'command'
      ? ` What the command for the password prints must be an access token. ${client.secret}`
      : ''
  return `The server takes no passwords: the file is written for OAuth, and there is no secret in it.${access}`
}

/** Said only where the placeholder stands: some programs ask for the name, or make it of the address. */
function userText({ body }: Draft): string[] {
  if (!body.includes(userPlaceholder)) return []
  return [`The user name is not known: put it in the place of ${userPlaceholder}.`]
}

/** What stands at the head of the file: where it comes from, what it rests on, what it leaves to the reader. */
function header(input: SettingsInput, account: Account, draft: Draft): string[] {
  const { client, advice, tool } = input
  const left = notCarried(input, draft)
  return [
    `${client.title}, by ${tool.name} ${tool.version}. Set-up: ${advice.name ?? advice.choice} (${advice.choice}).`,
    checkedText(input),
    secretText(input),
    ...userText(draft),
    ...caText(input, account),
    ...outgoingText(input, account),
    ...(draft.notes ?? []),
    ...(left.length === 0 ? [] : ['Advised too, but no setting of this file:']),
    ...left.map((setting) => `* ${settingText(setting)}`),
  ]
}

function notesOf(input: SettingsInput, account: Account, draft: Draft): string[] {
  const left = notCarried(input, draft).map(settingText)
  return [
    input.client.place,
    ...userText(draft),
    ...caText(input, account),
    ...outgoingText(input, account),
    ...(draft.notes ?? []),
    ...(left.length === 0 ? [] : [`Set by hand: ${left.join('; ')}.`]),
  ]
}

/**
 * The file of one mail program for one confirmed endpoint. Pure: the same input gives the same file.
 *
 * @throws UserError when a name in it has characters that could end a line or hide
 */
export function buildSettings(input: SettingsInput): BuiltSettings {
  const { client, confirmed, oauth } = input
  const account = accountOf(input)
  const draft = client.write(account)
  const head = comment(client.comment, header(input, account, draft))
  const gap = client.comment === 'xml' ? '' : '\n'
  return {
    endpoint: confirmed.endpoint,
    checked: confirmed.checked,
    signIn: oauth === undefined ? 'password' : 'oauth',
    ...(account.outgoing && { outgoing: account.outgoing }),
    files: [{ name: client.fileName, content: `${client.prologue ?? ''}${head}${gap}${draft.body}` }],
    byHand: notCarried(input, draft).map(({ id }) => id),
    notes: notesOf(input, account, draft),
  }
}
