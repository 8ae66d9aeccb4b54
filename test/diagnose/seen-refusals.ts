import type { OauthError, TokenFacts } from '../../src/model/index.js'

/** A refusal that somebody met and wrote about, with the cause that the thread came to. */
export interface SeenRefusal {
  source: string
  /** As the server sent it, without the tag. */
  line: string
  /** Established in the thread, not read out of the line. */
  cause: string
  host?: string
  greeting?: string
  user?: 'bare' | 'address'
  password?: 'quoted-special'
  mechanism?: 'LOGIN command' | 'USER/PASS' | 'XOAUTH2' | 'PLAIN'
  token?: Partial<TokenFacts>
  /** What the challenge after the token said. */
  oauthError?: OauthError
  /** Came after a sign-in that was accepted. */
  later?: boolean
  /** Why the program cannot come to the cause, where it cannot. */
  missed?: string
}

const gh = (path: string) => `https://github.com/${path}`
const yahoo = 'imap.mail.yahoo.com'
const gmail = 'imap.gmail.com'
const office = 'outlook.office365.com'
const netease = 'imap.163.com'

/**
 * Collected from public issue threads and coded by what the thread came to, before the program was measured on them. The
 * rows of data/responses have learnt from those that it did not know.
 */
export const seenRefusals: readonly SeenRefusal[] = [
  // App passwords
  {
    source: gh('OfflineIMAP/offlineimap/issues/688'),
    host: yahoo,
    line: 'NO [AUTHENTICATIONFAILED] AUTHENTICATE Invalid credentials',
    cause: 'auth-app-password-required',
  },
  {
    source: gh('RainLoop/rainloop-webmail/issues/1354'),
    host: yahoo,
    line: 'NO [AUTHENTICATIONFAILED] (#MBR1212) Incorrect username or password.',
    cause: 'auth-app-password-required',
  },
  {
    source: gh('thunderbird/thunderbird-android/issues/9069'),
    host: 'imap.mail.ru',
    line: 'NO [AUTHENTICATIONFAILED] NEOBHODIM parol prilozheniya https://help.mail.ru/mail/security/protection/external / Aplication password is REQUIRED',
    cause: 'auth-app-password-required',
  },
  {
    source: gh('mailman/mailman/issues/50'),
    host: 'pop.gmail.com',
    line: '-ERR [AUTH] Application-specific password required: http://support.google.com/accounts/bin/answer.py?answer=185833',
    cause: 'auth-app-password-required',
  },
  {
    source: gh('andreiaugustin/gmail_extractor/issues/4'),
    host: gmail,
    line: 'NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)',
    cause: 'auth-app-password-required',
  },
  {
    source: gh('imapsync/imapsync/issues/175'),
    host: gmail,
    line: 'NO [ALERT] Application-specific password required: https://support.google.com/accounts/',
    cause: 'auth-app-password-required',
  },
  {
    source: gh('LukeSmithxyz/mutt-wizard/issues/831'),
    host: gmail,
    line: 'NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)',
    cause: 'auth-app-password-required',
  },
  // Switched off
  {
    source: gh('jens-maus/yam/issues/638'),
    host: 'pop.gmx.net',
    line: '-ERR authentication failed',
    cause: 'auth-protocol-disabled',
  },
  {
    source: gh('imapsync/imapsync/issues/178'),
    line: 'NO LOGIN failed',
    cause: 'auth-protocol-disabled',
    user: 'address',
  },
  {
    source: gh('domainaware/parsedmarc/issues/506'),
    host: office,
    line: 'NO LOGIN failed.',
    cause: 'auth-protocol-disabled',
    missed: 'the same words and the same host mean the end of passwords today',
  },
  // The end of passwords
  {
    source: gh('ikvk/imap_tools/issues/189'),
    host: office,
    line: 'NO LOGIN failed.',
    cause: 'auth-basic-disabled',
  },
  {
    source: gh('emersion/go-imap/issues/646'),
    host: office,
    line: 'NO LOGIN failed.',
    cause: 'auth-basic-disabled',
  },
  // A look in the browser
  {
    source: gh('thunderbird/thunderbird-android/issues/2381'),
    host: gmail,
    line: 'NO [ALERT] Please login via web browser: http://support.google.com/mail/accounts/answer/78754 (Failure)',
    cause: 'auth-web-login-required',
  },
  {
    source: gh('cozy/cozy-emails/issues/621'),
    line: 'NO Account is blocked. Login to your account via a web browser to verify your identity.',
    cause: 'auth-web-login-required',
  },
  {
    source: gh('layeh/google-apps-radius/issues/3'),
    host: gmail,
    line: 'NO [ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)',
    cause: 'auth-web-login-required',
  },
  // Tokens
  {
    source: gh('emersion/go-imap/issues/213'),
    host: gmail,
    line: 'NO (not shown)',
    cause: 'auth-oauth-scope',
    mechanism: 'XOAUTH2',
    token: { form: 'opaque' },
    oauthError: { status: '400' },
  },
  {
    source: gh('MailCore/mailcore2/issues/1743'),
    host: office,
    line: 'NO AUTHENTICATE failed',
    cause: 'auth-oauth-scope',
    mechanism: 'XOAUTH2',
    token: { form: 'opaque' },
  },
  {
    source: gh('Webklex/php-imap/issues/81'),
    host: office,
    line: 'NO AUTHENTICATE failed.',
    cause: 'auth-oauth-scope',
    mechanism: 'XOAUTH2',
    token: { audience: ['https://graph.microsoft.com'], scopes: ['IMAP.AccessAsUser.All'] },
  },
  {
    source: gh('jberkel/sms-backup-plus/issues/971'),
    host: gmail,
    line: 'NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)',
    cause: 'auth-oauth-scope',
    mechanism: 'XOAUTH2',
    token: { form: 'opaque' },
  },
  // Behind a sign-in that was accepted
  {
    source: gh('getmail6/getmail6/issues/221'),
    host: office,
    line: 'BAD User is authenticated but not connected.',
    cause: 'mailbox-authenticated-not-connected',
    later: true,
  },
  {
    source: gh('mscdex/node-imap/issues/908'),
    host: netease,
    line: 'NO EXAMINE Unsafe Login.Please contact kefy@188.com for help',
    cause: 'auth-client-id-required',
    later: true,
  },
  {
    source: gh('rustmailer/bichon/issues/25'),
    host: netease,
    line: 'NO EXAMINE Unsafe Login. Please contact kefu@188.com for help',
    cause: 'auth-client-id-required',
    later: true,
  },
  {
    source: gh('jonhoo/rust-imap/issues/296'),
    host: netease,
    line: 'NO SELECT Unsafe Login. Please contact kefu@188.com for help',
    cause: 'auth-client-id-required',
    later: true,
  },
  {
    source: gh('FlowCrypt/flowcrypt-android/issues/1011'),
    host: netease,
    line: 'NO EXAMINE Unsafe login',
    cause: 'auth-client-id-required',
    later: true,
  },
  {
    source: gh('smiley22/S22.Imap/issues/167'),
    host: netease,
    line: 'NO SELECT Unsafe Login. Please contact kefu@188.com for help',
    cause: 'auth-client-id-required',
    later: true,
  },
  // The form of the user name
  {
    source: gh('docker-mailserver/docker-mailserver/issues/1732'),
    line: 'NO [AUTHENTICATIONFAILED] Authentication failed.',
    cause: 'auth-username-format',
    user: 'bare',
  },
  {
    source: gh('modoboa/modoboa-webmail/issues/36'),
    line: 'NO [AUTHENTICATIONFAILED] Authentication failed.',
    cause: 'auth-username-format',
    user: 'bare',
  },
  {
    source: gh('cyrusimap/cyrus-sasl/issues/785'),
    line: 'NO authentication failure',
    cause: 'auth-username-format',
    user: 'bare',
    greeting: 'www.example.org Cyrus IMAP 3.4.3 server ready',
  },
  {
    source: gh('LukeSmithxyz/mutt-wizard/issues/299'),
    line: 'NO authentication failure',
    cause: 'auth-username-format',
    user: 'address',
  },
  {
    source: gh('nylas/sync-engine/issues/230'),
    line: 'NO [AUTHENTICATIONFAILED] Authentication failed.',
    cause: 'auth-username-format',
    user: 'address',
  },
  {
    source: gh('Foundry376/Mailspring/issues/901'),
    host: 'imap.zoho.eu',
    line: 'NO [AUTHENTICATIONFAILED] Invalid credentials(Failure)',
    cause: 'auth-username-format',
    user: 'address',
    missed:
      'this provider refuses all whose switch is off, and serves the domains of customers, so that a foreign one does not stand out',
  },
  // Only the password
  {
    source: gh('hmailserver/hmailserver/issues/81'),
    line: 'NO Invalid user name or password. Please use full email address as user name.',
    cause: 'auth-refused',
    user: 'address',
  },
  {
    source: gh('jstedfast/MailKit/issues/856'),
    host: 'imap.free.fr',
    line: 'NO Invalid login or password',
    cause: 'auth-refused',
    user: 'address',
  },
  {
    source: gh('jstedfast/MailKit/issues/856'),
    host: 'pop.free.fr',
    line: '-ERR Invalid login or password',
    cause: 'auth-refused',
    user: 'address',
  },
  {
    source: gh('cry-inc/dmarc-report-viewer/issues/86'),
    host: 'ssl0.ovh.net',
    line: 'NO [AUTHENTICATIONFAILED] Authentication failed.',
    cause: 'auth-refused',
    user: 'address',
  },
  {
    source: gh('Mailu/Mailu/issues/2283'),
    line: 'NO Authentication credentials invalid',
    cause: 'auth-refused',
    user: 'address',
  },
  {
    source: gh('andreiaugustin/gmail_extractor/issues/4'),
    host: gmail,
    line: 'NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)',
    cause: 'auth-refused',
    missed: 'a wrong password and a missing app password get the same answer here',
  },
  {
    source: gh('modern-email/defects/issues/25'),
    host: netease,
    line: 'NO LOGIN Login error or password error',
    cause: 'auth-refused',
    missed: 'a wrong password and a missing authorization code get the same answer here',
  },
  // Signs in the password
  {
    source: gh('imapsync/imapsync/issues/215'),
    line: "BAD Missing ')'",
    cause: 'auth-password-quoting',
    mechanism: 'LOGIN command',
  },
  {
    source: gh('imapsync/imapsync/issues/86'),
    line: 'BAD parse error: excess characters at end of command',
    cause: 'auth-password-quoting',
    mechanism: 'LOGIN command',
  },
  {
    source: gh('imapsync/imapsync/issues/297'),
    line: 'BAD Invalid characters in atom',
    cause: 'auth-password-quoting',
    mechanism: 'LOGIN command',
    password: 'quoted-special',
  },
  // Limits
  {
    source: gh('Mailu/Mailu/issues/2283'),
    line: 'NO Temporary authentication failure (rate-limit)',
    cause: 'policy-login-rate',
  },
  { source: gh('ProtonMail/gluon/pull/349'), line: 'NO too many login attempts', cause: 'policy-login-rate' },
  {
    source: gh('ditesh/node-poplib/issues/34'),
    host: office,
    line: '-ERR Logon failure: unknown user name or bad password.',
    cause: 'policy-login-rate',
    missed: 'the same words and the same host mean the end of passwords today',
  },
  {
    source: gh('wenfxl/openai-cpa/issues/66'),
    host: gmail,
    line: 'NO [ALERT] Too many simultaneous connections. (Failure)',
    cause: 'policy-connection-limit',
  },
  // A fault of the server
  {
    source: gh('docker-mailserver/docker-mailserver/issues/1534'),
    line: 'NO [UNAVAILABLE] Temporary authentication failure. [mailserver5:2020-06-11 13:56:19]',
    cause: 'auth-backend-down',
  },
  { source: gh('mailpile/Mailpile/pull/2242'), line: 'NO System error', cause: 'auth-backend-down' },
]
