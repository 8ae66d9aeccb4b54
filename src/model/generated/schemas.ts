// Generated from data/schema by json-schema-to-typescript. Do not edit: change the schema, then run npm run generate.

/**
 * What diagnose would end with at this target, with the --fail-on of the audit; 2: the line is no usable target; 70: a bug in mailadvise, told in error.
 */
export type AuditExitCode = 0 | 1 | 2 | 3 | 70
/**
 * blocker: cannot get mail; exposure: mail or password can be read by others; degraded: works with a loss that the user will notice; note: good to know.
 */
export type Severity = 'blocker' | 'exposure' | 'degraded' | 'note'
/**
 * certain: seen; likely: the best explanation of what was seen; possible: one of several.
 */
export type FindingCertainty = 'certain' | 'likely' | 'possible'
/**
 * Mail access protocol.
 */
export type Protocol = 'imap' | 'pop3'
/**
 * tls: implicit TLS from the first byte (RFC 8314 section 3); starttls: plaintext greeting, then STARTTLS or STLS; none: plaintext only.
 */
export type Security = 'tls' | 'starttls' | 'none'
/**
 * dns, tcp; tls (implicit, or after STARTTLS); greeting; capability (as first asked); starttls; capability-tls (asked again inside TLS); login; capability-login; session (facts after sign-in); logout.
 */
export type PhaseName =
  | 'dns'
  | 'tcp'
  | 'tls'
  | 'greeting'
  | 'capability'
  | 'starttls'
  | 'capability-tls'
  | 'login'
  | 'capability-login'
  | 'session'
  | 'logout'
export type FailureCause =
  | 'name-not-found'
  | 'no-address'
  | 'private-address'
  | 'resolver-failed'
  | 'refused'
  | 'unreachable'
  | 'timed-out'
  | 'reset'
  | 'closed'
  | 'closed-before-server-hello'
  | 'not-tls'
  | 'protocol-version'
  | 'handshake-failed'
  | 'client-certificate-required'
  | 'bye'
  | 'not-this-protocol'
  | 'malformed'
  | 'too-much-data'
  | 'refused-by-server'
  | 'injected-data'
  | 'preauth'
  | 'sign-in-refused'
  | 'cancelled'
  | 'internal'
export type ErrorCode =
  | 'usage'
  | 'unknown-command'
  | 'unknown-question'
  | 'bad-value'
  | 'bad-answers-file'
  | 'bad-document'
  | 'bad-target'
  | 'unreadable-file'
  | 'unwritable-output'
  | 'secret-unavailable'
  | 'needs-terminal'
  | 'not-confirmed'
  | 'client-unfit'
  | 'interrupted'
  | 'internal'
export type PasswordTrait =
  'non-ascii' | 'not-normalised' | 'outer-blank' | 'no-break-space' | 'quoted-special' | 'list-special'
/**
 * What --try allows to be tried after a refusal: the user name in another form, or another mechanism. Two attempts at most.
 */
export type SecondTry = 'user-names' | 'mechanisms'
/**
 * named: the user named this port; standard: it is one of the standard ports of a host that was named, or a guess from a domain; guessed: the user named the port, but neither it nor a scheme says how to speak to it; discovered: a source that speaks for the domain names it.
 */
export type Asked = 'named' | 'standard' | 'guessed' | 'discovered'
export type PhaseOutcome = 'observed' | 'failed' | 'skipped'
export type GreetingStatus = 'ok' | 'preauth' | 'bye' | 'err' | 'other'
/**
 * as-given, or what a second attempt made of it: the whole address, or the part before the @.
 */
export type UserForm = 'as-given' | 'whole-address' | 'local-part'
export type NamespaceKind = 'personal' | 'other-users' | 'shared'
/**
 * RFC 6154 section 2.
 */
export type FolderRoleName = 'sent' | 'drafts' | 'junk' | 'trash' | 'archive' | 'all' | 'flagged'
export type UntoldName = 'namespaces' | 'folders' | 'folder-sizes' | 'idle' | 'uidl-again' | 'top'
/**
 * plaintext-look: what a port that refused TLS says in clear; tls-look: whether a silent port speaks TLS; legacy-tls: a handshake down to TLS 1.0 with old ciphers, and with nothing newer than TLS 1.1 where the ordinary one worked; without-dhe: a handshake that does not offer the finite-field Diffie-Hellman exchange that the server chose; proxy-header: whether a port that drops connections wants a PROXY header first; other-name: a handshake for another name of the certificate; without-sni: a handshake that names no server; starttls-anyway: STARTTLS although it is not offered; web-certificate: the certificate of port 443 of the same address; other-port: whether another mail port of the same address is open, with its greeting where it is one in clear; system-resolver: the name asked of this machine's own resolver, where a named one was asked in its place; with-alpn: a handshake that offers ALPN.
 */
export type FollowUpName =
  | 'plaintext-look'
  | 'tls-look'
  | 'legacy-tls'
  | 'without-dhe'
  | 'proxy-header'
  | 'other-name'
  | 'without-sni'
  | 'starttls-anyway'
  | 'web-certificate'
  | 'other-port'
  | 'system-resolver'
  | 'with-alpn'
/**
 * Where in the course of a connection the cause lies.
 */
export type Stage =
  | 'input'
  | 'dns'
  | 'tcp'
  | 'network-middlebox'
  | 'tls'
  | 'cert'
  | 'greeting'
  | 'starttls'
  | 'capability'
  | 'auth'
  | 'policy'
  | 'mailbox'
  | 'autoconfig'
  | 'client-bug'
export type FindingFamily =
  | 'certificate'
  | 'provider-login-rules'
  | 'tls-parameters'
  | 'reaching-the-host'
  | 'tls-mode'
  | 'server-word'
  | 'limits'
  | 'encryption'
  | 'name-and-password'
  | 'greeting'
  | 'mailbox'
  | 'autoconfiguration'
  | 'client'
export type CheckOutcome = 'passed' | 'failed' | 'not-applicable' | 'errored'
/**
 * Where servers are looked for, in the fixed order of their rank. mx-…: the same for the name that the domain's MX leads to.
 */
export type SourceName =
  | 'pacc'
  | 'autoconfig'
  | 'well-known'
  | 'srv'
  | 'provider-facts'
  | 'ispdb'
  | 'mx-autoconfig'
  | 'mx-well-known'
  | 'mx-ispdb'
  | 'mx-provider-facts'
  | 'autodiscover'
  | 'http-autoconfig'
  | 'http-well-known'
  | 'guess'
/**
 * How far a source can be trusted, best first. proven: the user's word, or a digest in the domain's DNS that fits; provider: the domain itself over verified HTTPS; third-party: somebody else's statement over HTTPS, or bundled facts; inferred: DNS records that name a host inside the domain, or what the MX leads to; unverified: anything else. Credentials go to no host of any of them unless the user accepts it, save those that the bundled facts name for the address's own domain.
 */
export type Trust = 'proven' | 'provider' | 'third-party' | 'inferred' | 'unverified'
/**
 * What the user name of a sign-in is; domain-literal: a form made of both parts of the address by another sign.
 */
export type UserNameForm = 'address' | 'local-part' | 'domain-literal' | 'other'
export type AuthenticationMethod =
  | 'password-cleartext'
  | 'password-encrypted'
  | 'oauth2'
  | 'ntlm'
  | 'gssapi'
  | 'client-certificate'
  | 'client-ip-address'
  | 'unknown'
export type TimeLeft = 'expired' | 'under-7-days' | 'under-30-days' | 'under-90-days' | '90-days-and-more'
/**
 * capability: a name by itself; family: a name with a value after it; sasl: a SASL mechanism.
 */
export type CapabilityKind = 'capability' | 'family' | 'sasl'
/**
 * The user's need that a capability serves.
 */
export type Need =
  | 'automation'
  | 'diagnostics'
  | 'folders'
  | 'international-text'
  | 'interoperability'
  | 'large-mailbox'
  | 'leave-on-server'
  | 'metered-link'
  | 'offline-cache'
  | 'prompt-alerts'
  | 'search'
  | 'security'
  | 'several-devices'
  | 'shared-mailbox'
  | 'sign-in'
  | 'space'
/**
 * SASL mechanisms only.
 */
export type MechanismStanding =
  'preferred' | 'good' | 'under-tls-only' | 'weak' | 'broken' | 'withdrawn' | 'private'
/**
 * The three kinds of answer: an IMAP set-up, a POP set-up, or neither protocol.
 */
export type Family = 'imap' | 'pop' | 'neither'
/**
 * The six set-ups that a recommendation can name.
 */
export type SetupId =
  'imap' | 'imap-offline-cache' | 'imap-local-archive' | 'pop' | 'pop-leave-on-server' | 'neither'
/**
 * The three groups of needs that questions and comparison rows belong to.
 */
export type Topic = 'devices' | 'connectivity' | 'organisation'
/**
 * A test over facts (answers and server facts). A fact that nobody stated makes every leaf false except known=false.
 */
export type Condition = AllOf | AnyOf | Not | FactIs | FactHas | FactAtLeast | FactAtMost | FactKnown
export type CatalogueKind =
  'finding' | 'capability' | 'response' | 'rule' | 'row' | 'question' | 'setup' | 'scenario'
export type ExplanationEntry =
  | FindingExplanation
  | CapabilityExplanation
  | ResponseExplanation
  | RuleExplanation
  | RowExplanation
  | QuestionExplanation
  | SetupExplanation
  | ScenarioExplanation
/**
 * Only where the user name was given without an @, or as an address.
 */
export type UserNameGiven = 'bare' | 'address'
/**
 * Only where the password has nothing beyond ASCII in it, or has.
 */
export type PasswordGiven = 'ascii' | 'non-ascii'
/**
 * The set-ups that a setting, risk, limit or step is for.
 *
 * @minItems 1
 */
export type Scope = [SetupId, ...SetupId[]]
/**
 * one: one of the values; several: any of the values, as a list; yes-no: true or false; provider: the id of a file in data/providers.
 */
export type QuestionKind = 'one' | 'several' | 'yes-no' | 'provider'
/**
 * choice: may change the choice and is asked; measured: may change the choice, is filled by discovery or a probe and is never asked; steps: changes only the migration steps and is asked last.
 */
export type QuestionRole = 'choice' | 'measured' | 'steps'
/**
 * trusted: by an intermediate of the simulation's CA, sent along; self-signed; expired, not-yet-valid: as trusted, at another time; wrong-name: as trusted, for another name; untrusted-issuer: by a CA that nobody trusts; incomplete-chain: as trusted, but the intermediate is not sent.
 */
export type CertificateKind =
  | 'trusted'
  | 'self-signed'
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-name'
  | 'untrusted-issuer'
  | 'incomplete-chain'
/**
 * Absent: ec.
 */
export type KeyType = 'rsa' | 'ec'
/**
 * What the extended key usage allows (RFC 5280 section 4.2.1.12). Absent: server.
 */
export type CertificatePurpose = 'server' | 'client' | 'email'
/**
 * Size of an RSA key. Absent: 2048.
 */
export type RsaKeyBits = 1024 | 2048 | 3072
/**
 * Attribute of RFC 6154.
 */
export type SpecialUse = '\\All' | '\\Archive' | '\\Drafts' | '\\Flagged' | '\\Junk' | '\\Sent' | '\\Trash'
/**
 * What clients expect on this port. tls: TLS from the first byte; starttls and none: plaintext first. Whether STARTTLS is offered is said by the capability lists.
 */
export type ScenarioSecurity = 'tls' | 'starttls' | 'none'
export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'
/**
 * One thing that a server does, in order. The text {tag} stands for the tag of the IMAP command being answered.
 */
export type ServerStep = LineStep | RawStep | DripStep | FloodStep | WaitStep | ReadStep | DoStep
export type StepAction = 'ordinary' | 'start-tls' | 'sign-in' | 'close' | 'reset' | 'hang'
/**
 * before-tls: in clear and not signed in; after-tls: inside TLS and not signed in; after-login: signed in.
 */
export type SessionState = 'before-tls' | 'after-tls' | 'after-login'
/**
 * One DNS record.
 */
export type PublishedRecord = PublishedSrv | PublishedMx | PublishedAddress | PublishedText
/**
 * Without a dot at its end.
 */
export type RecordName = string
/**
 * What --try allows. Absent: no second attempt.
 */
export type ExpectedTry = 'user-names' | 'mechanisms'
/**
 * What --security says about the targets. Absent: nothing.
 */
export type ExpectedSecurity = 'tls' | 'starttls' | 'none'
/**
 * Which folders a POP program gets.
 */
export type Pop3Scope = 'inbox' | 'inbox-and-more' | 'all-mail'
/**
 * Best of the IMAP endpoints: verified, unverified (encrypted, certificate not verifiable), none (plaintext only).
 */
export type TlsStanding = 'verified' | 'unverified' | 'none'
export type Certainty = 'high' | 'medium' | 'low'
export type AnswerValue = string | boolean | string[]
export type Verdict = 'confirmed' | 'confirmed-with-limits' | 'not-supported' | 'not-tested'
/**
 * What the published settings of all these servers say that the user name is.
 */
export type PublishedUserName = 'address' | 'local-part'
/**
 * What makes one finding more likely after a refusal without a reason. address-published, local-part-published: a source of settings names the other form of user name; bare-name: no @ was given; non-ascii, outer-blank, quoted-special: signs in the password; proof-only: the mechanism needs the password stored in a certain form; not-credentials: POP3 says that it marks wrong credentials, and did not mark these (RFC 3206 section 6).
 */
export type RefusalCircumstance =
  | 'outer-blank'
  | 'address-published'
  | 'local-part-published'
  | 'bare-name'
  | 'non-ascii'
  | 'proof-only'
  | 'not-credentials'
  | 'quoted-special'
export type RefusalPhraseId =
  | 'whole-address-accepted'
  | 'local-part-accepted'
  | 'foreign-address'
  | 'user-name-not-tried'
  | 'use-whole-address'
  | 'use-local-part'
  | 'use-own-address'
  | 'look-up-user-name'
  | 'mechanism-proven'
  | 'mechanism-untried'
  | 'token-expired'
  | 'token-not-valid'
  | 'token-id-token'
  | 'token-other-audience'
  | 'token-other-protocol'
  | 'token-app-only'
  | 'token-scope-missing'
  | 'token-scope-refused'
  | 'token-not-told'
  | 'token-scope-unknown'
  | 'give-consent'
  | 'register-program'
  | 'send-access-token'
/**
 * A mail program, or text: values to type into any program's dialog.
 */
export type ClientId =
  | 'thunderbird'
  | 'apple'
  | 'mbsync'
  | 'getmail6'
  | 'fetchmail'
  | 'mpop'
  | 'offlineimap'
  | 'neomutt'
  | 'mutt'
  | 'himalaya'
  | 'aerc'
  | 'text'
export type SafeSecurity = 'tls' | 'starttls'
/**
 * What the file is written for. oauth: the server offers no sign-in with a password.
 */
export type SettingsSignIn = 'password' | 'oauth'

/**
 * Every type by its name; use the named types, not this index.
 */
export interface AllSchemas {
  Answers?: Answers
  AuditRecordDocument?: AuditRecordDocument
  AuditedFinding?: AuditedFinding
  AuditedEndpoint?: AuditedEndpoint
  AuditError?: AuditError
  AuditSummaryDocument?: AuditSummaryDocument
  CapabilitiesData?: CapabilitiesData
  Need?: Need
  Capability?: Capability
  Common?: Common
  Protocol?: Protocol
  Family?: Family
  SetupId?: SetupId
  Topic?: Topic
  Source?: Source
  Tool?: Tool
  UserNameForm?: UserNameForm
  Endpoint?: Endpoint
  Condition?: Condition
  ComparisonData?: ComparisonData
  ComparisonRow?: ComparisonRow
  ComparisonDocument?: ComparisonDocument
  DiagnosisDocument?: DiagnosisDocument
  Finding?: Finding
  FindingArgs?: FindingArgs
  Evidence?: Evidence
  FindingCertainty?: FindingCertainty
  DiscoveryDocument?: DiscoveryDocument
  DiscoveryRequest?: DiscoveryRequest
  DiscoveryResult?: DiscoveryResult
  SourceName?: SourceName
  Trust?: Trust
  SourceResult?: SourceResult
  Candidate?: Candidate
  ClosedService?: ClosedService
  Disagreement?: Disagreement
  OutgoingServer?: OutgoingServer
  ErrorDocument?: ErrorDocument
  ErrorCode?: ErrorCode
  ExplanationDocument?: ExplanationDocument
  CatalogueKind?: CatalogueKind
  CataloguePart?: CataloguePart
  ExplanationEntry?: ExplanationEntry
  FindingText?: FindingText
  Stage?: Stage
  FindingFamily?: FindingFamily
  Severity?: Severity
  ProbeDocument?: ProbeDocument
  ProbeRequest?: ProbeRequest
  ProbeEnvironment?: ProbeEnvironment
  EndpointProbe?: EndpointProbe
  Phase?: Phase
  PhaseName?: PhaseName
  Failure?: Failure
  FailureCause?: FailureCause
  Greeting?: Greeting
  TlsFacts?: TlsFacts
  Certificate?: Certificate
  CapabilitySets?: CapabilitySets
  ExplainedCapability?: ExplainedCapability
  SessionFacts?: SessionFacts
  Quota?: Quota
  NamespaceFacts?: NamespaceFacts
  FolderFacts?: FolderFacts
  FolderRole?: FolderRole
  IdleFacts?: IdleFacts
  AccountFacts?: AccountFacts
  Attempt?: Attempt
  FollowUp?: FollowUp
  FollowUpName?: FollowUpName
  WireLine?: WireLine
  SecondTry?: SecondTry
  SignInSecret?: SignInSecret
  TokenFacts?: TokenFacts
  SignInAttempt?: SignInAttempt
  OauthError?: OauthError
  Provider?: Provider
  QuestionsData?: QuestionsData
  Question?: Question
  RecommendationDocument?: RecommendationDocument
  AnswerValue?: AnswerValue
  Reason?: Reason
  Confirmation?: Confirmation
  ServerResponses?: ServerResponses
  Recognition?: Recognition
  RefusalCircumstance?: RefusalCircumstance
  RefusalPhrase?: RefusalPhrase
  MailToken?: MailToken
  ScopesByProtocol?: ScopesByProtocol
  ProviderPlaces?: ProviderPlaces
  ServerResponse?: ServerResponse
  RulesData?: RulesData
  Scope?: Scope
  FamilyPoints?: FamilyPoints
  SetupPoints?: SetupPoints
  Rule?: Rule
  Scenario?: Scenario
  ServerCertificate?: ServerCertificate
  CertificateKind?: CertificateKind
  SimulatedAccount?: SimulatedAccount
  SimulatedFolder?: SimulatedFolder
  SimulatedQuota?: SimulatedQuota
  ScenarioEndpoint?: ScenarioEndpoint
  ServerTls?: ServerTls
  TlsVersion?: TlsVersion
  ScriptedReply?: ScriptedReply
  SessionState?: SessionState
  ServerStep?: ServerStep
  Publications?: Publications
  PublishedRecord?: PublishedRecord
  RecordName?: RecordName
  PublishedDocument?: PublishedDocument
  ScenarioExpectation?: ScenarioExpectation
  ServerFacts?: ServerFacts
  SettingsDocument?: SettingsDocument
  ClientId?: ClientId
  SettingsClient?: SettingsClient
  SetupsData?: SetupsData
  Setup?: Setup
  Setting?: Setting
  SettingValue?: SettingValue
  Risk?: Risk
  SimulationDocument?: SimulationDocument
}
/**
 * Answers by question id. Generated from data/questions.json. An absent id means: not said.
 */
export interface Answers {
  /**
   * Who or what reads this mailbox?
   */
  readers?: 'one-person' | 'several-people' | 'program'
  /**
   * Where is the mail read?
   */
  places?: ('computer' | 'second-computer' | 'phone' | 'tablet' | 'webmail' | 'shared-computer')[]
  /**
   * How do these people share the mail?
   */
  'team-style'?: 'one-queue' | 'copy-each'
  /**
   * Must the program know which messages it has handled?
   */
  'program-style'?: 'keeps-state' | 'drains'
  /**
   * Does all your mail fit on the server, for as long as you want to keep it?
   */
  'server-space'?: 'enough' | 'tight' | 'expires'
  /**
   * Must one machine of yours hold a complete copy of all mail?
   */
  'own-copy'?: boolean
  /**
   * If the device dies, who has a copy of the mail?
   */
  backups?: 'own-backup' | 'provider' | 'nobody'
  /**
   * How is the internet connection where mail is read?
   */
  connection?: ('steady' | 'breaks' | 'rare' | 'metered' | 'slow')[]
  /**
   * Must mail be readable without a connection?
   */
  'offline-reading'?: boolean
  /**
   * Do you rely on folders, filter rules or a spam folder on the server, or on the same read and sent state everywhere?
   */
  'server-organisation'?: boolean
  /**
   * Should as little mail as possible stay at the provider?
   */
  'short-stay'?: boolean
  /**
   * Must new mail be noticed at once?
   */
  'prompt-alerts'?: boolean
  /**
   * Does a law oblige you to keep this mail for years?
   */
  'legal-retention'?: boolean
  /**
   * Should calendar and contacts come through the same account, in step with the mail?
   */
  calendar?: boolean
  /**
   * Which protocols can your mail program speak?
   */
  'client-supports'?: ('imap' | 'pop3')[]
  /**
   * Which protocols does the server offer?
   */
  'server-offers'?: ('imap' | 'pop3')[]
  /**
   * Which provider has the mailbox?
   */
  provider?:
    | 'aol'
    | 'att'
    | 'bluewin'
    | 'bt'
    | 'comcast'
    | 'fastmail'
    | 'free-fr'
    | 'freenet'
    | 'gandi'
    | 'gmail'
    | 'gmx'
    | 'gmx-com'
    | 'godaddy'
    | 'google-workspace'
    | 'hey'
    | 'icloud'
    | 'infomaniak'
    | 'ionos'
    | 'laposte'
    | 'libero'
    | 'mail-com'
    | 'mail-ru'
    | 'mailbox-org'
    | 'microsoft-365'
    | 'migadu'
    | 'naver'
    | 'netease-126'
    | 'netease-163'
    | 'orange-fr'
    | 'outlook-com'
    | 'ovh'
    | 'posteo'
    | 'proton'
    | 'qq'
    | 'rackspace'
    | 'seznam'
    | 'strato'
    | 't-online'
    | 'telstra'
    | 'tuta'
    | 'web-de'
    | 'wp'
    | 'yahoo'
    | 'yandex'
    | 'zoho-com'
    | 'zoho-eu'
  /**
   * How is this mailbox read today?
   */
  'current-protocol'?: 'none' | 'imap' | 'pop3' | 'both'
  /**
   * Is there mail on this computer that is nowhere else?
   */
  'existing-mail'?: boolean
}
/**
 * What an audit found at one target: one line of its output.
 */
export interface AuditRecordDocument {
  kind: 'audit-record'
  schemaVersion: 1
  tool: Tool
  request: AuditRecordRequest
  ms: number
  exitCode: AuditExitCode
  /**
   * Ids of the findings that explain the others, the most important first.
   */
  rootCauses: string[]
  findings: AuditedFinding[]
  endpoints: AuditedEndpoint[]
  /**
   * What was cleaned or assumed while the target was read.
   */
  notes?: string[]
  error?: AuditError
  diagnosis?: DiagnosisDocument
}
/**
 * The program that made a document.
 */
export interface Tool {
  name: 'mailadvise'
  version: string
}
export interface AuditRecordRequest {
  /**
   * Line of the list, from 1; of a row over several lines the first.
   */
  line: number
  /**
   * As it stands in the list, without a password. Absent: the line could not be read.
   */
  target?: string
  /**
   * ISO 8601, UTC.
   */
  startedAt: string
}
export interface AuditedFinding {
  id: string
  severity: Severity
  certainty: FindingCertainty
  /**
   * Id of the finding that this one folds under; its own id for a root cause.
   */
  rootCause: string
  endpoint?: Endpoint
}
/**
 * One place where a mail server is expected: protocol, host, port and how the connection is secured.
 */
export interface Endpoint {
  protocol: Protocol
  host: string
  port: number
  security: Security
}
export interface AuditedEndpoint {
  endpoint: Endpoint
  /**
   * Nothing failed, and the certificate verifies where there is one.
   */
  usable: boolean
  ms: number
  failure?: AuditedFailure
  tls?: AuditedTls
  /**
   * SASL mechanisms offered once TLS is up (or in clear where there is no TLS).
   */
  sasl?: string[]
  /**
   * Server text: what the server says that it is.
   */
  software?: string
}
/**
 * What failed first.
 */
export interface AuditedFailure {
  phase: PhaseName
  cause: FailureCause
  /**
   * Error code of Node or OpenSSL, or the server's response code.
   */
  code?: string
}
export interface AuditedTls {
  /**
   * For example TLSv1.3.
   */
  protocol: string
  verified: boolean
  /**
   * Code of the first reason why the certificate does not verify.
   */
  problem?: string
  certificate?: AuditedCertificate
}
export interface AuditedCertificate {
  validTo: string
  /**
   * Whole days from the start of the look to the end of the certificate; below 0: expired.
   */
  daysLeft: number
  issuer: string
  fingerprint256: string
}
/**
 * Why nothing was learnt at this line.
 */
export interface AuditError {
  code: ErrorCode
  message: string
  hint?: string
}
/**
 * A probe, and what it means: findings with cause, evidence and fix, the first cause first.
 */
export interface DiagnosisDocument {
  kind: 'diagnosis'
  schemaVersion: 1
  tool: Tool
  request: ProbeRequest
  environment: ProbeEnvironment
  endpoints: EndpointProbe[]
  account?: AccountFacts
  findings: Finding[]
  /**
   * Ids of the findings that explain the others, the most important first.
   */
  rootCauses: string[]
  checks: CheckResult[]
  discovery?: DiscoveryResult
}
export interface ProbeRequest {
  targets: string[]
  /**
   * ISO 8601, UTC.
   */
  startedAt: string
  /**
   * Total time limit of each endpoint.
   */
  timeoutMs: number
  /**
   * User name of the sign-in, when one was asked for.
   */
  user?: string
  /**
   * The targets that lost white space at their ends.
   */
  trimmed?: string[]
  /**
   * The endpoints whose target said STARTTLS for a port that speaks TLS from the first byte: they were used with TLS.
   */
  tlsInstead?: Endpoint[]
  /**
   * True when the user broke the probe off: what was not finished has failed with cause cancelled.
   */
  interrupted?: boolean
  /**
   * What was cleaned or assumed while the targets were read.
   */
  notes: string[]
  secret?: SignInSecret
  try?: SecondTry
}
/**
 * What can be said of the secret without showing it.
 */
export interface SignInSecret {
  kind: 'password' | 'oauth-token'
  /**
   * What some servers read differently in a password.
   */
  traits: PasswordTrait[]
  token?: TokenFacts
}
/**
 * What an OAuth access token says of itself, read on this machine; nothing of it is verified. opaque: only the server can read it.
 */
export interface TokenFacts {
  form: 'jwt' | 'opaque'
  issuer?: string
  audience?: string[]
  /**
   * scp, scope or roles.
   */
  scopes?: string[]
  /**
   * ISO 8601, UTC.
   */
  expiresAt?: string
  /**
   * By this machine's clock.
   */
  expired?: boolean
}
/**
 * What this side brings along and could change the result.
 */
export interface ProbeEnvironment {
  node: string
  openssl: string
  /**
   * Trust sources in force, such as Node's bundled roots, NODE_EXTRA_CA_CERTS, --ca-file.
   */
  trust: string[]
}
export interface EndpointProbe {
  endpoint: Endpoint
  asked?: Asked
  /**
   * Address and port that the TCP connection went to.
   */
  connectedTo?: string
  /**
   * All addresses that the name resolved to.
   */
  addresses?: string[]
  /**
   * Every address that TCP was tried on, each by itself.
   */
  attempts?: Attempt[]
  phases: Phase[]
  greeting?: Greeting
  tls?: TlsFacts
  capabilities?: CapabilitySets
  /**
   * SASL mechanisms offered once TLS is up (or in clear where there is no TLS).
   */
  sasl?: string[]
  /**
   * Server text: what the server says that it is.
   */
  software?: string
  /**
   * The attempts to sign in at this endpoint, in their order: one, unless --try allowed a second.
   */
  signIn?: SignInAttempt[]
  session?: SessionFacts
  /**
   * Further looks that tell causes apart, in the order made; their connections are counted in connections.
   */
  followUps?: FollowUp[]
  /**
   * Lines on the wire with secrets masked; only where --verbose asks for it.
   */
  transcript?: WireLine[]
  /**
   * TCP connections that this endpoint cost.
   */
  connections: number
  ms: number
}
export interface Attempt {
  address: string
  outcome: 'observed' | 'failed'
  ms: number
  failure?: Failure
}
export interface Failure {
  cause: FailureCause
  /**
   * Error code of Node or OpenSSL, or the server's response code.
   */
  code?: string
  /**
   * One line in the program's own words.
   */
  message: string
  /**
   * The server's words, cut to 300 characters.
   */
  serverText?: string
}
export interface Phase {
  name: PhaseName
  outcome: PhaseOutcome
  ms: number
  /**
   * Why it was skipped.
   */
  because?: string
  failure?: Failure
}
export interface Greeting {
  status: GreetingStatus
  /**
   * Server text, cut to 300 characters.
   */
  text: string
  insideTls: boolean
}
export interface TlsFacts {
  verified: boolean
  problem?: TlsProblem
  /**
   * For example TLSv1.3.
   */
  protocol: string
  /**
   * IANA name.
   */
  cipher: string
  /**
   * Kind, name and size of the ephemeral key, as far as Node tells, for example DH 1024; none: the session key is sent under the certificate's own RSA key.
   */
  keyExchange?: string
  certificate?: Certificate
  /**
   * Certificates as sent, the server's own first.
   */
  chain: Certificate[]
}
/**
 * The first reason why the certificate does not verify.
 */
export interface TlsProblem {
  code: string
  message: string
}
export interface Certificate {
  subject: string
  issuer: string
  /**
   * DNS names and IP addresses of the subject alternative name.
   */
  names: string[]
  validFrom: string
  validTo: string
  fingerprint256: string
  /**
   * Key type and size, for example rsa 2048 or ec prime256v1.
   */
  key?: string
}
/**
 * The capability lists as read at each point; absent where none was read there.
 */
export interface CapabilitySets {
  greeting?: string[]
  beforeTls?: string[]
  afterTls?: string[]
  afterLogin?: string[]
  explained?: ExplainedCapability[]
}
export interface ExplainedCapability {
  name: string
  /**
   * The catalogue entry that explains it; absent when the catalogue does not know the name.
   */
  entry?: string
  title?: string
  means?: string
  needs?: string[]
}
export interface SignInAttempt {
  userForm: UserForm
  /**
   * SASL mechanism, or LOGIN command, USER/PASS, APOP.
   */
  mechanism: string
  /**
   * failed: nobody judged the credentials.
   */
  outcome: 'accepted' | 'refused' | 'failed'
  ms: number
  failure?: Failure
  oauthError?: OauthError
}
/**
 * The JSON error that a server sends as a challenge after XOAUTH2 or OAUTHBEARER (RFC 7628 section 3.2.2). Server text.
 */
export interface OauthError {
  status?: string
  schemes?: string
  scope?: string
  openidConfiguration?: string
}
/**
 * What only a signed-in session shows.
 */
export interface SessionFacts {
  mechanism?: string
  quota?: Quota
  /**
   * Messages in INBOX, or in the maildrop.
   */
  messages?: number
  /**
   * Size of INBOX (STATUS=SIZE, RFC 8438), or of the maildrop.
   */
  bytes?: number
  /**
   * NAMESPACE (RFC 2342), the first ten.
   */
  namespaces?: NamespaceFacts[]
  folders?: FolderFacts
  idle?: IdleFacts
  uidl?: UidlFacts
  top?: TopFacts
  /**
   * What was asked for and not told: a refusal, or a limit of this program. It ends nothing else.
   */
  untold?: UntoldFact[]
}
/**
 * STORAGE of RFC 9208.
 */
export interface Quota {
  usedBytes: number
  limitBytes: number
}
export interface NamespaceFacts {
  kind: NamespaceKind
  /**
   * Server text.
   */
  prefix: string
  /**
   * Server text; null: no hierarchy.
   */
  separator: string | null
}
/**
 * The account's own folders in numbers; their names are the user's and are not kept.
 */
export interface FolderFacts {
  /**
   * Folders that can hold messages, INBOX included; those of other users and shared ones are left out.
   */
  total: number
  /**
   * Levels of the deepest folder; 1: no folder lies in another.
   */
  depth: number
  roles: FolderRole[]
  /**
   * Folders whose number of messages was told.
   */
  counted: number
  /**
   * false: the counting was cut at a limit, or some folders were not told.
   */
  complete: boolean
  /**
   * Counted folders besides INBOX with messages in them.
   */
  inUse?: number
  /**
   * Messages of the account as far as counted; a folder that shows messages of others, such as one of role all, counts once.
   */
  messages?: number
  /**
   * Their size, where every counted folder told it.
   */
  bytes?: number
}
export interface FolderRole {
  role: FolderRoleName
  /**
   * Who says so: the server, or a name that is usual for this.
   */
  by: 'server' | 'name'
  folders: number
  messages?: number
}
/**
 * IDLE (RFC 2177), really entered on the INBOX, opened read-only.
 */
export interface IdleFacts {
  entered: boolean
  /**
   * From the command to the server's +.
   */
  ms?: number
  /**
   * How long it was kept up, or until it was dropped; only with --deep.
   */
  heldMs?: number
  /**
   * The server closed the connection meanwhile; only with --deep.
   */
  dropped?: boolean
}
export interface UidlFacts {
  answered: boolean
  /**
   * No unique-id came twice.
   */
  unique?: boolean
  /**
   * Asked again in the same session, the messages had the same unique-ids. Absent: not compared.
   */
  stable?: boolean
}
/**
 * TOP 1 0 (RFC 1939 section 7): the header of one message, none of which is kept.
 */
export interface TopFacts {
  answered: boolean
  /**
   * No line of the text came with it.
   */
  headerOnly?: boolean
}
export interface UntoldFact {
  what: UntoldName
  failure: Failure
}
/**
 * One further look: what was tried, asked for which host on which port, and what answered.
 */
export interface FollowUp {
  name: FollowUpName
  host: string
  port: number
  /**
   * observed: it got as far as it wanted to.
   */
  outcome: 'observed' | 'failed'
  ms: number
  failure?: Failure
  greeting?: Greeting
  tls?: TlsFacts
  /**
   * As read at the end of this look: in clear by plaintext-look.
   */
  capabilities?: string[]
  /**
   * What system-resolver found.
   */
  addresses?: string[]
}
export interface WireLine {
  direction: 'sent' | 'received'
  text: string
  insideTls: boolean
}
/**
 * What the sessions of all endpoints show of the one mailbox behind them.
 */
export interface AccountFacts {
  imap?: ImapHoldings
  quota?: Quota
  pop3?: Pop3View
  /**
   * The first download by each protocol. The times are a reckoning: the bytes at the speed of the line, and by POP3 one round trip as measured for each message.
   */
  downloads: Download[]
}
export interface ImapHoldings {
  messages: number
  bytes?: number
  folders: number
  /**
   * false: these are the least there is.
   */
  complete: boolean
}
/**
 * What POP3 shows of what IMAP shows.
 */
export interface Pop3View {
  /**
   * maildrop: STAT was asked; inbox: nobody signed in by POP3, which shows the INBOX as a rule.
   */
  by: 'maildrop' | 'inbox'
  messages: number
  hiddenMessages: number
  /**
   * Share of the messages, in whole percent.
   */
  hiddenPercent: number
  hiddenBytes?: number
  /**
   * Folders with a role and messages that POP3 does not show.
   */
  hiddenRoles?: FolderRole[]
}
export interface Download {
  protocol: Protocol
  messages?: number
  bytes: number
  /**
   * Where the bytes were told.
   */
  from: 'maildrop' | 'folders' | 'quota'
  roundTripMs?: number
  times: DownloadTime[]
}
export interface DownloadTime {
  mbitPerSecond: number
  seconds: number
}
export interface Finding {
  id: string
  stage: Stage
  family: FindingFamily
  severity: Severity
  endpoint?: Endpoint
  args: FindingArgs
  evidence: Evidence[]
  title: string
  cause: string
  fix: FixStep[]
  certainty: FindingCertainty
  /**
   * Id of the finding that this one folds under; its own id for a root cause.
   */
  rootCause: string
}
/**
 * Values for the texts, by argument name; their names are part of the contract.
 */
export interface FindingArgs {
  [k: string]: unknown
}
export interface Evidence {
  text: string
  /**
   * server: the server's own words.
   */
  from: 'probe' | 'server' | 'provider-facts'
  phase?: PhaseName
}
export interface FixStep {
  for: 'user' | 'administrator'
  text: string
}
export interface CheckResult {
  id: string
  outcome: CheckOutcome
  /**
   * What went wrong inside a check that errored.
   */
  message?: string
}
/**
 * What a search for the servers of a domain found. preferredProtocol: what the domain's SRV priorities prefer, where both protocols have a record and the numbers differ.
 */
export interface DiscoveryResult {
  /**
   * In the form that DNS takes (A-labels).
   */
  domain: string
  /**
   * Id in the bundled facts, when the domain or its MX is one of theirs.
   */
  provider?: string
  providerBy?: 'domain' | 'mx'
  /**
   * MX hosts, the most preferred first.
   */
  mx?: string[]
  /**
   * Best first: by source, then as the source orders them.
   */
  candidates: Candidate[]
  sources: SourceResult[]
  closed: ClosedService[]
  disagreements: Disagreement[]
  preferredProtocol?: Protocol
  outgoing?: OutgoingServer[]
}
/**
 * One endpoint that a source named.
 */
export interface Candidate {
  endpoint: Endpoint
  source: SourceName
  trust: Trust
  /**
   * Further sources that name the same endpoint.
   */
  alsoFrom?: SourceName[]
  userName?: UserNameForm
  authentication?: AuthenticationMethod[]
  leaveOnServer?: boolean
  daysOnServer?: number
  /**
   * Of the SRV record.
   */
  priority?: number
  weight?: number
  /**
   * A secret may go to this host without being accepted by the user first.
   */
  mayReceiveSecrets?: boolean
}
/**
 * One thing that was asked, and what it said.
 */
export interface SourceResult {
  source: SourceName
  /**
   * URL, or record type and name, or file of the bundled facts.
   */
  asked: string
  /**
   * nothing: it answered, and knows no servers.
   */
  outcome: 'found' | 'nothing' | 'failed' | 'skipped'
  trust: Trust
  ms: number
  /**
   * Why it was skipped, or what nothing means here, for example: no such record.
   */
  because?: string
  failure?: Failure
  /**
   * Further URLs that redirects led through.
   */
  via?: string[]
  /**
   * Age of bundled facts.
   */
  lastChecked?: string
  /**
   * DNS records as read: priority, weight, port, target.
   */
  records?: string[]
}
/**
 * A service that the domain says it does not offer (SRV target ".", RFC 6186 section 3.4).
 */
export interface ClosedService {
  protocol: Protocol
  security: 'tls' | 'starttls'
  record: string
}
/**
 * Sources that name different hosts, ports or security for one protocol.
 */
export interface Disagreement {
  protocol: Protocol
  /**
   * @minItems 2
   */
  says: [SourceWord, SourceWord, ...SourceWord[]]
}
export interface SourceWord {
  source: SourceName
  endpoints: Endpoint[]
}
/**
 * Where mail is sent from, as a source named it; never probed.
 */
export interface OutgoingServer {
  host: string
  port: number
  security: 'tls' | 'starttls' | 'none'
  source: SourceName
  trust?: Trust
}
/**
 * What an audit comes to: how many targets have what.
 */
export interface AuditSummaryDocument {
  kind: 'audit-summary'
  schemaVersion: 1
  tool: Tool
  request: AuditSummaryRequest
  period?: AuditPeriod
  targets: AuditCounts
  /**
   * The most frequent first, and of equally frequent ones the gravest; the severity is the gravest that it had at any target.
   */
  rootCauses: AuditCause[]
  /**
   * Certificates by days left, all five, in this order. A certificate counts once for each target that shows it.
   */
  certificates: CertificateCount[]
  /**
   * The certificates with the fewest days left, each once, at most 20; none with 90 days and more.
   */
  endingSoonest: EndingCertificate[]
  /**
   * Endpoints by the version of TLS that they chose, the newest first.
   */
  tlsVersions: TlsVersionCount[]
  /**
   * What was asked for, and how often it can be used.
   */
  protocols: ProtocolCount[]
  unreachable: UnreachableTargets
  /**
   * The first 20 lines with an error: no usable target, or a bug.
   */
  unread: UnreadLine[]
}
export interface AuditSummaryRequest {
  /**
   * The files of records, or the list that was audited.
   */
  files: string[]
  /**
   * True when the user broke the audit off: only what was finished counts.
   */
  interrupted?: boolean
}
/**
 * When the first and the last target were begun; absent when there is none.
 */
export interface AuditPeriod {
  from: string
  to: string
}
/**
 * Targets by the exit code of their record.
 */
export interface AuditCounts {
  total: number
  /**
   * 0.
   */
  ok: number
  /**
   * 1.
   */
  failed: number
  /**
   * 3: this side is at fault.
   */
  inconclusive: number
  /**
   * 2: the line is no usable target.
   */
  unread: number
  /**
   * 70.
   */
  bugs: number
}
export interface AuditCause {
  id: string
  severity: Severity
  targets: number
}
export interface CertificateCount {
  left: TimeLeft
  certificates: number
  /**
   * Those of them that did not verify, for whatever reason.
   */
  unverified: number
}
export interface EndingCertificate {
  target: string
  endpoint: Endpoint
  validTo: string
  daysLeft: number
  fingerprint256: string
}
export interface TlsVersionCount {
  version: string
  endpoints: number
}
export interface ProtocolCount {
  protocol: Protocol
  security: 'tls' | 'starttls' | 'none'
  /**
   * Endpoints.
   */
  asked: number
  usable: number
}
/**
 * Targets none of whose endpoints took a connection.
 */
export interface UnreachableTargets {
  targets: number
  /**
   * The first 20 of them in the order of the records, with what failed first.
   */
  first: UnreachableTarget[]
}
export interface UnreachableTarget {
  target: string
  cause?: FailureCause
}
export interface UnreadLine {
  line: number
  target?: string
  message: string
}
/**
 * data/capabilities/<protocol>.json: what each capability that a server announces means for the person who reads mail there.
 */
export interface CapabilitiesData {
  protocol: Protocol
  /**
   * @minItems 1
   */
  capabilities: [Capability, ...Capability[]]
}
export interface Capability {
  /**
   * As registered, in its usual letter case; compared without regard to case. A family ends in = or -.
   */
  name: string
  kind: CapabilityKind
  title: string
  /**
   * What the user gains or must know; one sentence.
   */
  means: string
  needs: Need[]
  status: 'standard' | 'experimental' | 'draft' | 'vendor' | 'obsolete'
  standing?: MechanismStanding
  /**
   * IMAP4rev2 contains it, listed or not (RFC 9051 Appendix E).
   */
  impliedByImap4rev2?: boolean
  /**
   * @minItems 1
   */
  sources: [Source, ...Source[]]
}
/**
 * Where a fact comes from: an RFC section, a project's documentation, a provider's page.
 */
export interface Source {
  text: string
  url?: string
}
/**
 * Pieces that several schemas share.
 */
export interface Common {}
export interface AllOf {
  all: Condition[]
}
export interface AnyOf {
  /**
   * @minItems 1
   */
  any: [Condition, ...Condition[]]
}
export interface Not {
  not: Condition
}
/**
 * The fact has exactly this value.
 */
export interface FactIs {
  fact: string
  is: string | boolean
}
/**
 * The fact is a list that contains this value.
 */
export interface FactHas {
  fact: string
  has: string
}
/**
 * The number, or the length of the list, is at least this.
 */
export interface FactAtLeast {
  fact: string
  atLeast: number
}
/**
 * The number, or the length of the list, is at most this.
 */
export interface FactAtMost {
  fact: string
  atMost: number
}
/**
 * The fact was stated (true) or not (false).
 */
export interface FactKnown {
  fact: string
  known: boolean
}
/**
 * data/comparison.json: the POP versus IMAP comparison table that the rules rest on.
 */
export interface ComparisonData {
  /**
   * @minItems 5
   */
  rows: [ComparisonRow, ComparisonRow, ComparisonRow, ComparisonRow, ComparisonRow, ...ComparisonRow[]]
}
/**
 * One feature, and what each protocol means for it.
 */
export interface ComparisonRow {
  id: string
  topic: Topic
  feature: string
  pop: string
  imap: string
  /**
   * True for the five rows that the project began with.
   */
  founding: boolean
  /**
   * Where the common wording of the row misleads today.
   */
  caveat?: string
  /**
   * @minItems 1
   */
  sources: [Source, ...Source[]]
}
/**
 * The comparison table, or the chosen topics of it.
 */
export interface ComparisonDocument {
  kind: 'comparison'
  schemaVersion: 1
  tool: Tool
  request: ComparisonRequest
  rows: ComparisonRow[]
}
export interface ComparisonRequest {
  topics: Topic[]
}
/**
 * Where the IMAP and POP3 servers of an address are: every source that was asked, what it said, and how far it can be trusted.
 */
export interface DiscoveryDocument {
  kind: 'discovery'
  schemaVersion: 1
  tool: Tool
  request: DiscoveryRequest
  environment: ProbeEnvironment
  /**
   * In the form that DNS takes (A-labels).
   */
  domain: string
  /**
   * Id in the bundled facts, when the domain or its MX is one of theirs.
   */
  provider?: string
  providerBy?: 'domain' | 'mx'
  /**
   * MX hosts, the most preferred first.
   */
  mx?: string[]
  /**
   * Best first: by source, then as the source orders them.
   */
  candidates: Candidate[]
  sources: SourceResult[]
  closed: ClosedService[]
  disagreements: Disagreement[]
  preferredProtocol?: Protocol
  outgoing?: OutgoingServer[]
}
export interface DiscoveryRequest {
  /**
   * As typed, cleaned: user@domain, @domain or domain.
   */
  target: string
  /**
   * ISO 8601, UTC.
   */
  startedAt: string
  /**
   * Time limit of the whole search.
   */
  timeoutMs: number
  /**
   * The Thunderbird ISPDB was asked, a third party.
   */
  ispdb?: boolean
  /**
   * Documents over plain HTTP were asked for; they are never trusted.
   */
  httpAutoconfig?: boolean
  /**
   * The whole address was sent to the sources that take one.
   */
  sendAddress?: boolean
  interrupted?: boolean
  notes: string[]
}
/**
 * What --json prints when a command could not do its work.
 */
export interface ErrorDocument {
  kind: 'error'
  schemaVersion: 1
  tool: Tool
  request: ErrorRequest
  code: ErrorCode
  message: string
  /**
   * What to do next.
   */
  hint?: string
}
export interface ErrorRequest {
  command: string
}
/**
 * What the catalogue says about an id; without an id, which ids there are.
 */
export interface ExplanationDocument {
  kind: 'explanation'
  schemaVersion: 1
  tool: Tool
  request: ExplanationRequest
  /**
   * Everything that has this id: the same word may name a rule and a finding.
   */
  entries: ExplanationEntry[]
  /**
   * Only without an id.
   */
  catalogue?: CataloguePart[]
}
export interface ExplanationRequest {
  id?: string
  list?: CatalogueKind
}
export interface FindingExplanation {
  kind: 'finding'
  entry: FindingText
  /**
   * Findings that this one folds under.
   */
  explainedBy: string[]
  /**
   * Scenarios that show it, for simulate.
   */
  scenarios: string[]
}
/**
 * data/findings/<id>.json: what a finding means and what to do. A check emits the id with args and evidence; every sentence stands here.
 */
export interface FindingText {
  id: string
  since: string
  stage: Stage
  family: FindingFamily
  severity: Severity
  /**
   * The failing state in a few words, no verb of advice. {arg} stands for an argument, here and in the other texts.
   */
  title: string
  /**
   * What is wrong, in words that the reader of mail understands.
   */
  cause: string
  /**
   * Steps for whoever reads the mail.
   */
  fixForUser: string[]
  /**
   * Steps for whoever runs the server.
   */
  fixForAdministrator: string[]
  args: FindingArgument[]
  /**
   * Findings on the same endpoint that are only consequences of this one: they fold under it.
   */
  explains: string[]
  references: Source[]
  /**
   * What one sees: an error text of a mail program, a line of a server.
   */
  example: string
}
export interface FindingArgument {
  name: string
  means: string
}
export interface CapabilityExplanation {
  kind: 'capability'
  protocol: Protocol
  entry: Capability
}
/**
 * A response code with which servers refuse, and what it means where.
 */
export interface ResponseExplanation {
  kind: 'response'
  code: string
  rows: ResponseRow[]
}
export interface ResponseRow {
  /**
   * Id of the file in data/responses; any-server for what any server may say.
   */
  provider: string
  entry: ServerResponse
}
/**
 * One thing that servers say. All that is given has to fit; the first row that fits is taken.
 */
export interface ServerResponse {
  finding: string
  certainty: 'certain' | 'likely' | 'possible'
  protocol?: Protocol
  /**
   * Response code without its brackets; BAD for a tagged BAD.
   */
  code?: string
  /**
   * Parts that all occur in the server's words, in lower case.
   *
   * @minItems 1
   */
  text?: [string, ...string[]]
  user?: UserNameGiven
  password?: PasswordGiven
  /**
   * The words tell it wherever they are read. Absent: only where the provider is recognised.
   */
  anywhere?: boolean
  /**
   * The line as a server sent it, without the IMAP tag. A test reads it.
   */
  example: string
}
export interface RuleExplanation {
  kind: 'rule'
  entry: Rule
}
export interface Rule {
  id: string
  /**
   * Version in which the rule appeared. Ids are never reused.
   */
  since: string
  when: Condition
  /**
   * One sentence: the fact and what follows from it. {fact-id} stands for the value of a fact, here and in the other texts of a rule.
   */
  reason: string
  /**
   * The reason in other words where a set-up of this family is the choice.
   *
   * @minItems 1
   */
  reasonFor?: [FamilyReason, ...FamilyReason[]]
  /**
   * Comparison rows that the rule rests on.
   */
  rows: string[]
  sources: Source[]
  /**
   * @minItems 1
   */
  families?: [FamilyPoints, ...FamilyPoints[]]
  /**
   * @minItems 1
   */
  setups?: [SetupPoints, ...SetupPoints[]]
  rulesOut?: Scope
  /**
   * Experts disagree here: the certainty is at most low.
   */
  contested?: boolean
  /**
   * Two answers cannot both be had; what to do.
   */
  contradiction?: string
  contradictionFor?: Scope
  /**
   * @minItems 1
   */
  settings?: [RuleSetting, ...RuleSetting[]]
  /**
   * @minItems 1
   */
  risks?: [RuleRisk, ...RuleRisk[]]
  /**
   * What the probed server does not give to these set-ups, or gives with a condition. Blocking: the set-up cannot be used safely or at all until it is mended.
   *
   * @minItems 1
   */
  limits?: [RuleLimit, ...RuleLimit[]]
  /**
   * What the probed server gives that these set-ups gain from.
   *
   * @minItems 1
   */
  confirms?: [RuleConfirms, ...RuleConfirms[]]
  /**
   * @minItems 1
   */
  steps?: [RuleStep, ...RuleStep[]]
  /**
   * @minItems 1
   */
  examples: [RuleExample, ...RuleExample[]]
}
export interface FamilyReason {
  family: Family
  text: string
}
export interface FamilyPoints {
  family: Family
  points: number
}
export interface SetupPoints {
  setup: SetupId
  points: number
}
export interface RuleSetting {
  for: Scope
  id: string
  value: string | number | boolean
  /**
   * A number fact: such a setting only caps what others say, at the server's own limit.
   */
  atMostFact?: string
}
export interface RuleRisk {
  for: Scope
  text: string
}
export interface RuleLimit {
  for: Scope
  text: string
  blocking: boolean
}
export interface RuleConfirms {
  for: Scope
  text: string
}
export interface RuleStep {
  id: string
  for: Scope
  order: number
  text: string
  /**
   * How to see that the step worked.
   */
  check: string
  /**
   * Sentences that are added where more is known, such as what was measured.
   *
   * @minItems 1
   */
  details?: [StepDetail, ...StepDetail[]]
}
export interface StepDetail {
  when: Condition
  for?: Scope
  text?: string
  check?: string
}
/**
 * Facts, whether the rule fires on them, and, where it matters, the choice that comes out. A test runs each.
 */
export interface RuleExample {
  facts: {
    [k: string]: unknown
  }
  fires: boolean
  choice?: SetupId
}
export interface RowExplanation {
  kind: 'row'
  entry: ComparisonRow
  /**
   * Rules that rest on this row.
   */
  rules: string[]
}
export interface QuestionExplanation {
  kind: 'question'
  entry: Question
}
export interface Question {
  id: string
  topic: Topic
  kind: QuestionKind
  role: QuestionRole
  /**
   * The question as a person reads it.
   */
  text: string
  /**
   * The answer to: why do you ask?
   */
  why: string
  askWhen?: Condition
  /**
   * A server fact that answers the question by itself: once measured, another answer would change nothing.
   */
  measuredBy?: string
  /**
   * @minItems 2
   */
  values?: [QuestionValue, QuestionValue, ...QuestionValue[]]
}
export interface QuestionValue {
  id: string
  label: string
}
export interface SetupExplanation {
  kind: 'setup'
  entry: Setup
}
export interface Setup {
  id: SetupId
  family: Family
  name: string
  /**
   * One sentence on what the set-up is.
   */
  summary: string
  alsoDefensibleWhen: string
  settings: SettingValue[]
  risks: Risk[]
}
export interface SettingValue {
  id: string
  value: string | number | boolean
  why: string
  when?: Condition
}
/**
 * What stays dangerous although the advice is followed.
 */
export interface Risk {
  id: string
  text: string
  when?: Condition
}
export interface ScenarioExplanation {
  kind: 'scenario'
  entry: Scenario
}
/**
 * data/scenarios/<id>.json: a mail server that behaves, or misbehaves in one way. What a scenario leaves out behaves as on a healthy server, so it states only what is wrong.
 */
export interface Scenario {
  /**
   * The file's name.
   */
  id: string
  /**
   * One line for a list of scenarios.
   */
  title: string
  /**
   * What the server does, and who meets such a server.
   */
  about: string
  /**
   * Name that clients ask for, or an address. Reserved names (RFC 2606) and addresses for documentation (RFC 5737) only: nothing is ever looked up.
   */
  host: string
  certificate?: ServerCertificate
  /**
   * Who can sign in. Absent: user demo with password open-sesame and a few messages. Empty: nobody.
   */
  accounts?: SimulatedAccount[]
  endpoints: ScenarioEndpoint[]
  publishes?: Publications
  expects?: ScenarioExpectation
}
/**
 * The certificate that the server shows, made when the server starts.
 */
export interface ServerCertificate {
  kind: CertificateKind
  /**
   * DNS names and IP addresses of the subject alternative name. Absent: the scenario's host, or for wrong-name the name of a hosting company.
   */
  names?: string[]
  /**
   * Days left; for expired: days since it ended; for not-yet-valid: days until it begins. Absent: 90, 10 and 10.
   */
  days?: number
  key?: KeyType
  purpose?: CertificatePurpose
  keyBits?: RsaKeyBits
  /**
   * Common name of the root for kind untrusted-issuer. Absent: one that nobody knows.
   */
  issuer?: string
  /**
   * The root is sent along, after the intermediate certificate. Absent: no.
   */
  sendRoot?: boolean
}
export interface SimulatedAccount {
  user: string
  password: string
  /**
   * OAuth access token that XOAUTH2 and OAUTHBEARER take for this user.
   */
  token?: string
  /**
   * INBOX among them is also the POP3 maildrop. Absent: an INBOX with three messages.
   */
  folders?: SimulatedFolder[]
  quota?: SimulatedQuota
}
export interface SimulatedFolder {
  /**
   * Full name, levels separated by a slash, in modified UTF-7 (RFC 3501 section 5.1.3).
   */
  name: string
  specialUse?: SpecialUse
  /**
   * How many small messages it holds. Absent: none.
   */
  messages?: number
  /**
   * Absent: none.
   */
  unseen?: number
}
/**
 * STORAGE quota of RFC 9208, in units of 1024 octets. Only IMAP tells it.
 */
export interface SimulatedQuota {
  usedKb: number
  limitKb: number
}
/**
 * One listener. The port is the one that clients ask for; the real one is chosen by the system.
 */
export interface ScenarioEndpoint {
  protocol: Protocol
  port: number
  security: ScenarioSecurity
  /**
   * Name that clients ask for, where it is not the scenario's.
   */
  host?: string
  /**
   * false: nothing listens here, connections are refused. Absent: true.
   */
  listening?: boolean
  /**
   * true: connections get no answer at all, as behind a firewall that drops them. Absent: false.
   */
  dropping?: boolean
  certificate?: ServerCertificate
  certificateWithoutSni?: ServerCertificate
  tls?: ServerTls
  /**
   * The greeting line without CRLF. With * PREAUTH the first account is signed in from the start (RFC 3501 section 7.1.4).
   */
  greeting?: string
  /**
   * The IMAP greeting and the answer to a sign-in carry the CAPABILITY response code, as Dovecot's do. Absent: true.
   */
  greetingCapabilities?: boolean
  /**
   * Capabilities in clear. They also rule: STARTTLS or STLS, LOGINDISABLED, USER, AUTH= and SASL decide which commands are taken.
   */
  beforeTls?: string[]
  /**
   * Capabilities inside TLS, before signing in.
   */
  afterTls?: string[]
  /**
   * Capabilities once signed in. Absent: for POP3 the list from before signing in.
   */
  afterLogin?: string[]
  /**
   * What happens on a new connection, instead of TLS (where it is implicit) and greeting. After the last step commands are read.
   */
  onConnect?: ServerStep[]
  /**
   * Answers that differ from the ordinary ones. The first that fits is taken.
   */
  replies?: ScriptedReply[]
}
/**
 * Limits of the server's TLS. With a maxVersion alone, only that version is spoken; versions before TLSv1.2 also need ciphers such as DEFAULT@SECLEVEL=0.
 */
export interface ServerTls {
  minVersion?: TlsVersion
  maxVersion?: TlsVersion
  /**
   * In OpenSSL's notation.
   */
  ciphers?: string
  /**
   * Application protocols; a client that offers only others is rejected (RFC 7301 section 3.2).
   */
  alpn?: string[]
  /**
   * The handshake is broken off when the client asks for another name by SNI (RFC 6066 section 3).
   */
  onlyNames?: string[]
  /**
   * Parameters of Diffie-Hellman, PEM. Absent: DHE suites are not spoken.
   */
  dhParameters?: string
  /**
   * Clients without a certificate are thrown out. Absent: none is asked for.
   */
  clientCertificate?: boolean
}
/**
 * Sends a line; CRLF is added.
 */
export interface LineStep {
  line: string
}
/**
 * Sends bytes in one segment, one byte for each character up to U+00FF; nothing is added.
 */
export interface RawStep {
  raw: string
}
/**
 * Sends bytes one at a time with a pause after each.
 */
export interface DripStep {
  drip: string
  everyMs: number
}
/**
 * Sends the same bytes again and again, as fast as the client takes them or with a pause between, until it hangs up.
 */
export interface FloodStep {
  flood: string
  everyMs?: number
  /**
   * Stops after so many.
   */
  times?: number
}
/**
 * Does nothing for a while.
 */
export interface WaitStep {
  waitMs: number
}
/**
 * Reads lines from the client and does not care what they say.
 */
export interface ReadStep {
  readLines: number
}
/**
 * ordinary: what would have happened without the script; start-tls: TLS from here on; sign-in: the first account is signed in, silently; close: FIN; reset: RST; hang: stays connected and never says a word again. Nothing follows the last three.
 */
export interface DoStep {
  do: StepAction
}
/**
 * Replaces the ordinary answer to a command.
 */
export interface ScriptedReply {
  /**
   * First words of the command in upper case, such as LOGIN or AUTHENTICATE XOAUTH2, without the IMAP tag; * for every command.
   */
  to: string
  state?: SessionState
  /**
   * Only once this many commands fitted on this connection; before that the reply is passed over.
   */
  after?: number
  steps: ServerStep[]
}
/**
 * What a domain says about its servers, for searches by an address. Names and documents that are not listed do not exist. The tests and the evaluation serve it; the command simulate runs the endpoints only.
 */
export interface Publications {
  /**
   * @minItems 1
   */
  records: [PublishedRecord, ...PublishedRecord[]]
  documents: PublishedDocument[]
}
export interface PublishedSrv {
  name: RecordName
  type: 'SRV'
  priority: number
  weight: number
  port: number
  /**
   * Host name, or a dot: not offered (RFC 2782).
   */
  target: string
}
export interface PublishedMx {
  name: RecordName
  type: 'MX'
  preference: number
  exchange: string
}
export interface PublishedAddress {
  name: RecordName
  type: 'A'
  /**
   * Of this machine: a port of the host that is no endpoint may be looked at too.
   */
  address: string
}
export interface PublishedText {
  name: RecordName
  type: 'TXT'
  text: string
}
/**
 * What is answered to a GET over HTTPS.
 */
export interface PublishedDocument {
  /**
   * With host and path as clients ask for it, and the query if there is one.
   */
  url: string
  status: number
  /**
   * Absent: empty.
   */
  body?: string
}
/**
 * What a diagnosis must and must not say; a test runs every scenario against it.
 */
export interface ScenarioExpectation {
  /**
   * Targets as a user types them, for example imap://mail.demo.example:143, or an address where something is published. Absent: the host alone, so the standard ports.
   *
   * @minItems 1
   */
  asked?: [string, ...string[]]
  /**
   * The first of rootCauses. Absent: none above note.
   */
  rootCause?: string
  /**
   * Ids that must be found.
   */
  findings: string[]
  /**
   * Ids that must not be found; * stands for everything above note that findings does not name.
   */
  absent: string[]
  /**
   * Tickets of the corpus that this scenario reproduces.
   */
  tickets?: string[]
  /**
   * The diagnosis signs in as demo.
   */
  signsIn?: boolean
  /**
   * User name of the sign-in. Absent: demo.
   */
  user?: string
  /**
   * Password of the sign-in. Absent: open-sesame.
   */
  password?: string
  /**
   * OAuth access token, in place of a password.
   */
  token?: string
  try?: ExpectedTry
  /**
   * The diagnosis makes the comparisons that healthy endpoints are spared by default.
   */
  deep?: boolean
  security?: ExpectedSecurity
}
export interface CataloguePart {
  kind: CatalogueKind
  items: CatalogueItem[]
}
export interface CatalogueItem {
  id: string
  title: string
}
/**
 * What the endpoints of one account answered. Collected facts only: no judgement.
 */
export interface ProbeDocument {
  kind: 'probe'
  schemaVersion: 1
  tool: Tool
  request: ProbeRequest
  environment: ProbeEnvironment
  endpoints: EndpointProbe[]
  account?: AccountFacts
  discovery?: DiscoveryResult
}
/**
 * data/providers/<id>.json: a mailbox provider's own rules, dated. A hint: what a probe sees always wins.
 */
export interface Provider {
  id: string
  name: string
  domains: string[]
  /**
   * Offered to ordinary mail programs.
   */
  imap: boolean
  /**
   * Offered to ordinary mail programs.
   */
  pop3: boolean
  /**
   * Endpoints as the provider names them, its preferred one of each protocol first.
   */
  servers?: Endpoint[]
  userName?: UserNameForm
  /**
   * MX hosts that show that the mailbox is here, whatever its domain; *. stands for any labels before.
   */
  mxHints?: string[]
  pop3Access?: Pop3Access
  /**
   * IMAP is off until the user switches it on.
   */
  imapMustBeEnabled?: boolean
  signIn: 'password' | 'app-password' | 'oauth2-only' | 'none'
  /**
   * The provider's own access, when it is the intended one.
   */
  nativeAccess?: string
  notes?: string[]
  lastChecked: string
  /**
   * @minItems 1
   */
  sources: [Source, ...Source[]]
}
/**
 * What POP does differently here.
 */
export interface Pop3Access {
  /**
   * Off until the user switches it on.
   */
  mustBeEnabled?: boolean
  /**
   * Where it is switched on.
   */
  enabledAt?: string
  scope?: Pop3Scope
  /**
   * A message that one POP program fetched is not given to the next, even when it was not deleted.
   */
  marksFetched?: boolean
  /**
   * Days that mail stays at the provider once it was fetched, whatever the program asks for.
   */
  keptDays?: number
  /**
   * A program that asks more often is turned away.
   */
  everyMinutes?: number
}
/**
 * data/questions.json: what people are asked, in the order in which it is asked.
 */
export interface QuestionsData {
  /**
   * @minItems 1
   */
  questions: [Question, ...Question[]]
}
/**
 * The advice for one mailbox, and, with a target, what the server said about it.
 */
export interface RecommendationDocument {
  kind: 'recommendation'
  schemaVersion: 1
  tool: Tool
  request: RecommendationRequest
  choice: SetupId
  family: Family
  name?: string
  summary?: string
  alternatives: Alternative[]
  certainty: Certainty
  reasons: Reason[]
  against: Reason[]
  settings: AdvisedSetting[]
  risks: AdvisedRisk[]
  contradictions: Contradiction[]
  /**
   * All changes of one answer that change the choice or, if there is none, of two. Found by evaluating again.
   */
  wouldChange: Counterfactual[]
  /**
   * Questions not answered that could still change the choice, in the order to ask them.
   */
  openQuestions: OpenQuestion[]
  /**
   * The plan that leads from today's account to the choice, in the order to do it; empty where it is not said how the mailbox is read today.
   */
  steps: Step[]
  confirmation?: Confirmation
  /**
   * Every rule that fired, in file order, with the points that it gave.
   */
  trace: TraceEntry[]
}
export interface RecommendationRequest {
  answers: Answers
  serverFacts?: ServerFacts
  targets: string[]
  /**
   * The command line that gives this recommendation again.
   */
  repeat?: string
  /**
   * Where a measured fact replaced a stated one, and what was cleaned.
   */
  notes: string[]
}
/**
 * What a probe, or the bundled provider facts, show about the server in the terms that rules judge. Absent means not measured.
 */
export interface ServerFacts {
  /**
   * An IMAP greeting was read, or the port answered as closed on every IMAP endpoint.
   */
  'imap-offered'?: boolean
  /**
   * A POP3 greeting was read, or the port answered as closed on every POP3 endpoint.
   */
  'pop3-offered'?: boolean
  /**
   * An IMAP endpoint was among the targets of the probe.
   */
  'imap-probed'?: boolean
  /**
   * A POP3 endpoint was among the targets of the probe.
   */
  'pop3-probed'?: boolean
  /**
   * Some IMAP endpoint went through all phases before sign-in without a failure.
   */
  'imap-usable'?: boolean
  /**
   * Some POP3 endpoint went through all phases before sign-in without a failure.
   */
  'pop3-usable'?: boolean
  /**
   * The server refused the sign-in of this run.
   */
  'sign-in-refused'?: boolean
  'imap-tls'?: TlsStanding
  /**
   * Best of the POP3 endpoints, as imap-tls.
   */
  'pop3-tls'?: 'verified' | 'unverified' | 'none'
  /**
   * Why the certificate of the IMAP endpoints does not verify, in the program's words.
   */
  'imap-tls-problem'?: string
  /**
   * Why the certificate of the POP3 endpoints does not verify, in the program's words.
   */
  'pop3-tls-problem'?: string
  /**
   * Some endpoint greeted; false when none of those probed did.
   */
  'server-answers'?: boolean
  /**
   * IDLE (RFC 2177) is offered, or IMAP4rev2, which contains it; after sign-in: it was really entered.
   */
  'imap-idle'?: boolean
  /**
   * CONDSTORE or QRESYNC (RFC 7162) is offered.
   */
  'imap-quick-resync'?: boolean
  /**
   * SPECIAL-USE (RFC 6154), or IMAP4rev2.
   */
  'imap-special-use'?: boolean
  /**
   * QUOTA (RFC 9208) is offered.
   */
  'imap-quota'?: boolean
  /**
   * MOVE (RFC 6851), or IMAP4rev2.
   */
  'imap-move'?: boolean
  /**
   * The list was read after sign-in, so that a missing capability is really missing (Gmail and Exchange show a short list before).
   */
  'imap-capabilities-complete'?: boolean
  /**
   * UIDL in CAPA; after sign-in: answered, and with unique-ids that did not come twice and stayed the same within the session.
   */
  'pop3-uidl'?: boolean
  /**
   * EXPIRE of RFC 2449 section 6.7 in days; 0 means that mail may not be left. Absent for NEVER or when not announced.
   */
  'pop3-expire-days'?: number
  /**
   * LOGIN-DELAY of RFC 2449 section 6.5.
   */
  'pop3-login-delay-seconds'?: number
  /**
   * TOP in CAPA, or answered with a header alone after sign-in: headers can be read before a download.
   */
  'pop3-top'?: boolean
  /**
   * STORAGE used of its limit, after sign-in (RFC 9208).
   */
  'quota-used-percent'?: number
  /**
   * STORAGE limit less what is used, in millions of bytes, after sign-in (RFC 9208).
   */
  'quota-free-mb'?: number
  /**
   * Whether the server closed a connection that was held in IDLE; only where one was held.
   */
  'imap-idle-dropped'?: boolean
  /**
   * Messages in INBOX, by IMAP.
   */
  'inbox-messages'?: number
  /**
   * Messages in all folders, by IMAP; only where all were counted.
   */
  'mailbox-messages'?: number
  /**
   * Size of all folders in millions of bytes, by IMAP, else what the quota counts as used.
   */
  'mailbox-mb'?: number
  /**
   * The account's own folders besides INBOX that hold messages, as far as they were counted.
   */
  'folders-in-use'?: number
  /**
   * Share of the messages seen by IMAP that POP3 does not show.
   */
  'pop3-hidden-percent'?: number
  /**
   * Size of the maildrop in millions of bytes: what a first collection by POP3 fetches.
   */
  'pop3-maildrop-mb'?: number
  /**
   * From the provider facts: how programs sign in.
   */
  'provider-sign-in'?: 'password' | 'app-password' | 'oauth2-only' | 'none'
  /**
   * From the provider facts: the provider's own access, when it is the intended one (for example Microsoft 365).
   */
  'provider-native'?: string
  /**
   * A login was accepted in this run.
   */
  'sign-in-works'?: boolean
}
export interface Alternative {
  choice: SetupId
  name: string
  /**
   * When it is defensible.
   */
  when: string
  /**
   * Points that it lacks to win.
   */
  behindBy: number
}
export interface Reason {
  rule: string
  text: string
  rows: string[]
  sources: Source[]
  /**
   * Points for the choice (reasons) or for the other side (against); 0 for a rule that only rules out.
   */
  points: number
}
export interface AdvisedSetting {
  id: string
  label: string
  value: string | number | boolean
  unit?: string
  why: string
}
export interface AdvisedRisk {
  id: string
  text: string
}
export interface Contradiction {
  rule: string
  text: string
}
export interface Counterfactual {
  /**
   * @minItems 1
   */
  changes: [AnswerChange, ...AnswerChange[]]
  choice: SetupId
}
export interface AnswerChange {
  question: string
  from?: AnswerValue
  to: AnswerValue
}
export interface OpenQuestion {
  id: string
  text: string
}
export interface Step {
  order: number
  id: string
  text: string
  /**
   * How to see that the step worked.
   */
  check: string
}
export interface Confirmation {
  verdict: Verdict
  changedFrom?: SetupId
  limits: Limit[]
  gains: Gain[]
  endpoints: EndpointProbe[]
  account?: AccountFacts
}
export interface Limit {
  rule: string
  text: string
  blocking: boolean
}
export interface Gain {
  rule: string
  text: string
}
export interface TraceEntry {
  rule: string
  families: FamilyPoints[]
  setups: SetupPoints[]
  rulesOut: SetupId[]
}
/**
 * data/responses/<id>.json: what one provider's servers, or any server, say when they refuse a sign-in or a mailbox, and which finding that means.
 */
export interface ServerResponses {
  id: string
  /**
   * As people know it; it stands inside sentences.
   */
  name: string
  recognisedBy?: Recognition
  /**
   * Findings that are likely when a sign-in is refused without a reason, the most likely first.
   *
   * @minItems 1
   */
  likely: [string, ...string[]]
  /**
   * A refusal without a reason counts as the first of likely. Absent: it stays undetermined.
   */
  decides?: boolean
  places: ProviderPlaces
  /**
   * Domains that a user name with @ must end in here, where others are refused.
   */
  userDomains?: string[]
  userName?: PublishedUserName
  oauth?: MailToken
  /**
   * How the likely findings are put in a list for people; needed in the file for any server only. Those for a circumstance count before the provider's own order where they stand before the first without one, and after it where they stand behind.
   */
  reasons?: RefusalReason[]
  /**
   * Sentences that findings take in, by what was seen; needed in the file for any server only.
   */
  phrases?: RefusalPhrase[]
  responses: ServerResponse[]
  lastChecked: string
  sources: Source[]
}
/**
 * Any one of these shows that the server is the provider's. Absent in the file for any server.
 */
export interface Recognition {
  /**
   * Domains that the host is or lies in.
   */
  hosts?: string[]
  /**
   * Parts of the greeting, in lower case.
   */
  greetings?: string[]
  /**
   * Domains of the back end that Exchange names in base64 at the end of its greeting.
   */
  backEnds?: string[]
  /**
   * Capabilities that nobody else announces, in upper case.
   */
  capabilities?: string[]
}
/**
 * Where people find things in the provider's settings, to stand behind the word in.
 */
export interface ProviderPlaces {
  appPassword: string
  protocolSwitch: string
}
/**
 * What an OAuth access token for mail looks like at this provider.
 */
export interface MailToken {
  /**
   * Any one of them is the audience of a token for mail; empty where tokens cannot be read.
   */
  audiences: string[]
  scopes: ScopesByProtocol
  appScopes?: ScopesByProtocol
}
/**
 * Scopes of which any one is enough, the one to ask for first; in appScopes those of a program that signs in as itself.
 */
export interface ScopesByProtocol {
  /**
   * @minItems 1
   */
  imap: [string, ...string[]]
  /**
   * @minItems 1
   */
  pop3: [string, ...string[]]
}
export interface RefusalReason {
  finding: string
  when?: RefusalCircumstance
  text: string
}
export interface RefusalPhrase {
  id: RefusalPhraseId
  /**
   * {names} in braces stand for what was seen.
   */
  text: string
}
/**
 * data/rules.json: what turns facts into advice. The family with most points wins; inside it, the set-up with most points; a set-up that a rule rules out never wins.
 */
export interface RulesData {
  /**
   * @minItems 1
   */
  rules: [Rule, ...Rule[]]
}
/**
 * The settings file of one mail program for an endpoint that a probe confirmed; or, with --list, the programs that there is one for.
 */
export interface SettingsDocument {
  kind: 'settings'
  schemaVersion: 1
  tool: Tool
  request: SettingsRequest
  client?: SettingsClient
  choice?: SetupId
  endpoint?: Endpoint
  checked?: CheckedEndpoint
  signIn?: SettingsSignIn
  outgoing?: OutgoingServer
  files: SettingsFile[]
  /**
   * Ids of the advised settings that the file cannot carry.
   */
  byHand?: string[]
  /**
   * What to do with the file, and what it leaves open.
   */
  notes: string[]
  /**
   * With --list: all programs.
   */
  clients?: SettingsClient[]
}
export interface SettingsRequest {
  targets: string[]
  client?: ClientId
  /**
   * Names the account; nobody signed in with it for this file.
   */
  user?: string
  answers?: Answers
  setup?: SetupId
  /**
   * The certificates that the file tells the program to trust.
   */
  caFile?: string
}
export interface SettingsClient {
  id: ClientId
  title: string
  fileName: string
  /**
   * Where the program looks for the file, or what to do with it.
   */
  place: string
  protocols: Protocol[]
  securities: SafeSecurity[]
  /**
   * The protocols for which the file can carry a sign-in with OAuth.
   */
  oauth: Protocol[]
}
/**
 * What the file rests on.
 */
export interface CheckedEndpoint {
  /**
   * Day of the probe, ISO 8601, UTC.
   */
  at: string
  /**
   * For example TLSv1.3.
   */
  tls?: string
  /**
   * Day, ISO 8601, UTC.
   */
  certificateEnds?: string
}
export interface SettingsFile {
  /**
   * File name without a folder.
   */
  name: string
  content: string
}
/**
 * data/setups.json: the six set-ups with their own settings and risks, and the settings that a set-up or a rule may name. The order breaks ties: an earlier set-up wins.
 */
export interface SetupsData {
  /**
   * @minItems 6
   * @maxItems 6
   */
  setups: [Setup, Setup, Setup, Setup, Setup, Setup]
  /**
   * @minItems 1
   */
  settings: [Setting, ...Setting[]]
}
/**
 * Something to set in a mail program or at the provider.
 */
export interface Setting {
  id: string
  label: string
  /**
   * Unit of a number value.
   */
  unit?: 'days' | 'minutes' | 'kB'
  /**
   * Which of several numbers that rules give is advised.
   */
  keep?: 'smallest' | 'largest'
}
/**
 * A scenario that is running on loopback: printed once all its ports are ready.
 */
export interface SimulationDocument {
  kind: 'simulation'
  schemaVersion: 1
  tool: Tool
  request: SimulationRequest
  title: string
  about: string
  /**
   * Name that clients ask for.
   */
  host: string
  /**
   * Process to end with SIGINT or SIGTERM.
   */
  pid: number
  /**
   * Root certificate to trust, as PEM; removed at the end.
   */
  caFile: string
  accounts: SimulationAccount[]
  listeners: SimulationListener[]
  /**
   * Command lines to try on it, each as its words.
   */
  commands: string[][]
}
export interface SimulationRequest {
  scenario: string
  /**
   * It ends by itself after so long.
   */
  seconds?: number
}
export interface SimulationAccount {
  user: string
  password: string
}
/**
 * Where an endpoint of the scenario can really be reached. A scenario may leave a port closed.
 */
export interface SimulationListener {
  endpoint: Endpoint
  address: string
  port: number
}
