import type { TranscriptLine } from '../../src/net/index.js'

// Everything that may be sent; whatever else is on the wire could change a mailbox or show what people wrote.
const allowed = [
  // Before sign-in, and the sign-in.
  /^(\S+ )?(CAPABILITY|CAPA|STARTTLS|STLS|NOOP)$/,
  /^\S+ (AUTHENTICATE|LOGIN) /,
  /^(AUTH|USER|PASS) ?/,
  // A response to a challenge.
  /^[A-Za-z0-9+/=]*(\[secret\])?[A-Za-z0-9+/=]*$/,
  // IMAP.
  /^\S+ ID /,
  /^\S+ (NAMESPACE|IDLE|LOGOUT)$/,
  /^DONE$/,
  /^\S+ (LIST|LSUB) "[^"]*" "/,
  /^\S+ STATUS \S.* \((MESSAGES|SIZE| )+\)$/,
  /^\S+ EXAMINE INBOX$/,
  /^\S+ (GETQUOTAROOT|GETQUOTA) /,
  // POP3.
  /^(STAT|UIDL|TOP 1 0|RSET|QUIT)$/,
]

/** The lines that were sent and are not known to read only. */
export function beyondReading(lines: readonly TranscriptLine[]): string[] {
  return lines
    .filter(({ direction }) => direction === 'sent')
    .map(({ text }) => text)
    .filter((text) => !allowed.some((pattern) => pattern.test(text)))
}
