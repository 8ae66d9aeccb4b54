import type {
  AdvisedSetting,
  Endpoint,
  OutgoingServer,
  SafeSecurity,
  SettingsClient,
} from '../model/index.js'
import type { CommentSyntax } from './comment.js'

/** Where a file may point to: never an endpoint without TLS. */
export type SafeEndpoint = Endpoint & { security: SafeSecurity }

/** An outgoing server that a file may name. */
export type SafeOutgoing = OutgoingServer & { security: SafeSecurity }

/** SASL mechanisms that carry an access token: RFC 7628, and the form that providers had before it. */
export type OauthMechanism = 'OAUTHBEARER' | 'XOAUTH2'

/** What the advice says about a mail program, as far as some format has a setting for it. */
export interface Plan {
  /** POP3: whether collected messages stay on the server. Without a word about it they stay. */
  leaveOnServer: boolean
  /** POP3: after how many days they are removed all the same. */
  leaveDays: number | undefined
  /** Whole messages are kept on this machine. */
  offlineStore: boolean
  /** A copy of everything is kept on this machine, and what is deleted on the server stays in it. */
  archive: boolean
  checkMinutes: number | undefined
  sizeLimitKb: number | undefined
  /** IMAP IDLE for the inbox. */
  idle: boolean
  /** Sent, Drafts and Trash on the server. */
  specialFolders: boolean
}

/** Everything that a format writes. All texts are free of control characters and line ends. */
export interface Account extends SafeEndpoint {
  user: string
  /** False: `user` is a placeholder. */
  userGiven: boolean
  plan: Plan
  /** What the advice says word by word. */
  advised: readonly AdvisedSetting[]
  /** The SASL mechanism of an account without passwords. */
  oauth: OauthMechanism | undefined
  /** All mechanisms that the server listed inside TLS, in upper case. */
  sasl: readonly string[]
  /** File with the certificates to trust. */
  caFile: string | undefined
  outgoing: SafeOutgoing | undefined
  /** The domain that the account belongs to: of the address, else the host. */
  domain: string
}

/** What a format makes of an account. */
export interface Draft {
  body: string
  /** Ids of the advised settings that the body carries; `account-type` need not be named. */
  carries: readonly string[]
  /** What the reader of the file must know besides. */
  notes?: readonly string[]
}

/** A format: the one description of a mail program that everything else is made from. */
export interface Client extends SettingsClient {
  /** Those of the OAuth mechanisms that the program has. */
  mechanisms: readonly OauthMechanism[]
  comment: CommentSyntax
  /** What must stand before any comment, with its line end. */
  prologue?: string
  /** One sentence: how the program gets the password, since it is never in the file. */
  secret: string
  /** Whether the program asks for the password itself, or has a command for it in the file. */
  secretBy: 'asking' | 'command'
  /** The program sends mail too, so the file needs an outgoing server. */
  sends: boolean
  /** The program trusts the certificates of one file if the settings say so. */
  takesCaFile: boolean
  write(account: Account): Draft
}
