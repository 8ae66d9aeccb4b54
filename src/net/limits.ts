/**
 * Every bound of the wire layer in one place: times in milliseconds, sizes in bytes. They are chosen so that a healthy
 * server never meets one and a hostile one can waste neither time nor memory.
 */
export const limits = {
  /** System lookup of one name. */
  dnsMs: 10_000,
  /** A whole search for the servers of an address. */
  discoveryMs: 10_000,
  /** One question to a resolver that is asked for records. */
  dnsQueryMs: 5_000,
  /** TCP connect to one address. */
  connectMs: 10_000,
  /** How long the addresses before one that answered may still take the session over. */
  addressGraceMs: 300,
  /** How long a silent address is measured once another one answered: a lost first packet is sent again after 1 s. */
  silentAddressMs: 2_500,
  /** One command and its whole answer, one TLS handshake, or the greeting: not an idle timer, so a drip cannot stretch it. */
  stepMs: 10_000,
  /** Default of the whole endpoint. */
  endpointMs: 30_000,
  /** The answer to a sign-in: servers slow refused ones down on purpose. */
  signInMs: 20_000,
  /** How long a ready endpoint leaves the first turn to sign in to one that stands before it in the list. */
  signInPatienceMs: 3_000,
  /** A turn to sign in that was waited for is not taken when less than this is left: it could only end in a time-out. */
  signInLeastMs: 2_000,
  /** How long a connection may linger after LOGOUT or QUIT, outside the verdict. */
  farewellMs: 2_000,
  /** All further looks at one endpoint, beyond its own deadline. */
  followUpsMs: 8_000,
  /** One wait of a further look: it asks whether there is an answer, not how slow it can be. */
  lookMs: 3_000,
  /** Connections that further looks may cost an endpoint. */
  followUpConnections: 12,
  /** Names of a certificate that are looked up, and those of them that are tried. */
  otherNamesAsked: 6,
  otherNamesTried: 2,
  /** Bytes thrown away after LOGOUT or QUIT before the connection is cut. */
  farewellBytes: 64 * 1024,

  /** Records of one name that are kept. */
  srvTargets: 8,
  mxHosts: 8,
  txtRecords: 8,
  txtCharacters: 4_096,
  /** Addresses of one name that are kept. */
  addresses: 16,
  /** Addresses of one name that are tried. */
  addressesTried: 4,
  /** Endpoints that are probed at the same time. */
  connections: 12,

  lineBytes: 64 * 1024,
  answerBytes: 1024 * 1024,
  answerLines: 5_000,
  /** UIDL lists the whole maildrop (RFC 1939 section 7), so it needs more room and time than other answers. */
  uidlBytes: 8 * 1024 * 1024,
  uidlLines: 200_000,
  uidlMs: 20_000,
  /** All bytes that a signed-in session may receive. */
  sessionBytes: 4 * 1024 * 1024,
  /** Folders of an account whose messages are counted: each may cost the server a look at the whole folder. */
  foldersCounted: 100,
  /** All of that counting, where each folder is asked about by itself. */
  folderCountMs: 8_000,
  /** Namespaces kept. */
  namespaces: 10,
  /** How long a deep probe stays in IDLE if its own time limit lets it: servers that drop such connections do it after 30 s. */
  idleHoldMs: 40_000,
  /** What is left of the endpoint's time when IDLE is ended, for its answer and the goodbye. */
  idleReserveMs: 2_000,
  /** Maildrops up to this size are asked for their unique-ids twice. */
  uidlAskedTwice: 1_000,
  /** All lines of it: short ones cost the library far more than their bytes. */
  sessionLines: 20_000,
  /** Parse tree nodes of one response in a signed-in session. */
  sessionTokens: 20_000,
  /** A literal inside a signed-in session. Before sign-in literals are refused altogether. */
  literalBytes: 64 * 1024,

  /** Capabilities kept of one list. */
  capabilities: 200,
  /** One request for a document: name, connection, handshake and the whole answer. */
  httpMs: 5_000,
  /** Headers of one answer. */
  httpHeaderBytes: 32 * 1024,
  /** Body of one answer: settings of a provider with hundreds of domains take less than a tenth of it. */
  httpBodyBytes: 256 * 1024,
  /** Redirects that are followed, all on one host. */
  httpRedirects: 3,

  /** Certificates kept of one chain. */
  chain: 10,
  /** Names kept of one certificate. */
  certificateNames: 100,
  /** Characters kept of any text that the server sent. */
  serverText: 300,
  /** Characters kept of one endpoint's transcript. */
  transcript: 512 * 1024,
  /** Characters that one line of a transcript counts for besides its own: so much stands around it in a document. */
  transcriptLine: 100,
} as const
