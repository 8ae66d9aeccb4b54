// Generated from the files in src/diagnose/checks. Do not edit: add a check, then run npm run generate.
import type { Check } from './check.js'
import { accountLocked } from './checks/account-locked.js'
import { authAppPasswordRequired } from './checks/auth-app-password-required.js'
import { authBackendDown } from './checks/auth-backend-down.js'
import { authBasicDisabled } from './checks/auth-basic-disabled.js'
import { authClientIdRequired } from './checks/auth-client-id-required.js'
import { authEncryptionNotSeen } from './checks/auth-encryption-not-seen.js'
import { authMechAdvertisedBroken } from './checks/auth-mech-advertised-broken.js'
import { authOauthScope } from './checks/auth-oauth-scope.js'
import { authPasswordEncoding } from './checks/auth-password-encoding.js'
import { authPasswordQuoting } from './checks/auth-password-quoting.js'
import { authProtocolDisabled } from './checks/auth-protocol-disabled.js'
import { authRefused } from './checks/auth-refused.js'
import { authTokenExpired } from './checks/auth-token-expired.js'
import { authTokenNotOffered } from './checks/auth-token-not-offered.js'
import { authUsernameFormat } from './checks/auth-username-format.js'
import { authWebLoginRequired } from './checks/auth-web-login-required.js'
import { autoconfigWrongGuess } from './checks/autoconfig-wrong-guess.js'
import { capabilityLies } from './checks/capability-lies.js'
import { certChainIncomplete } from './checks/cert-chain-incomplete.js'
import { certClientStoreOutdated } from './checks/cert-client-store-outdated.js'
import { certExpired } from './checks/cert-expired.js'
import { certExpiredNotReloaded } from './checks/cert-expired-not-reloaded.js'
import { certExpiresSoon } from './checks/cert-expires-soon.js'
import { certIntercepted } from './checks/cert-intercepted.js'
import { certNameMismatch } from './checks/cert-name-mismatch.js'
import { certNotYetValid } from './checks/cert-not-yet-valid.js'
import { certSelfSigned } from './checks/cert-self-signed.js'
import { certUntrustedIssuer } from './checks/cert-untrusted-issuer.js'
import { certWeakKey } from './checks/cert-weak-key.js'
import { certWrongPurpose } from './checks/cert-wrong-purpose.js'
import { cleartextLoginOffered } from './checks/cleartext-login-offered.js'
import { clientApopMisdetect } from './checks/client-apop-misdetect.js'
import { clientCertificateRequired } from './checks/client-certificate-required.js'
import { clientIrWithoutSaslIr } from './checks/client-ir-without-sasl-ir.js'
import { clientNoStarttls } from './checks/client-no-starttls.js'
import { dnsHttpProxy } from './checks/dns-http-proxy.js'
import { dnsIpv6Unreachable } from './checks/dns-ipv6-unreachable.js'
import { dnsMultiAddressOneDead } from './checks/dns-multi-address-one-dead.js'
import { dnsNameNotFound } from './checks/dns-name-not-found.js'
import { dnsNoAnswer } from './checks/dns-no-answer.js'
import { dnsResolverLocal } from './checks/dns-resolver-local.js'
import { greetingBye } from './checks/greeting-bye.js'
import { greetingClosedBackendDown } from './checks/greeting-closed-backend-down.js'
import { greetingNone } from './checks/greeting-none.js'
import { greetingSlow } from './checks/greeting-slow.js'
import { idleDropped } from './checks/idle-dropped.js'
import { imapNotOffered } from './checks/imap-not-offered.js'
import { inputHostWhitespace } from './checks/input-host-whitespace.js'
import { inputPasswordStrayChars } from './checks/input-password-stray-chars.js'
import { mailboxAuthenticatedNotConnected } from './checks/mailbox-authenticated-not-connected.js'
import { mailboxLocked } from './checks/mailbox-locked.js'
import { mailboxNamespacePrefix } from './checks/mailbox-namespace-prefix.js'
import { mailboxOverQuota } from './checks/mailbox-over-quota.js'
import { noSecureLogin } from './checks/no-secure-login.js'
import { passwordExpired } from './checks/password-expired.js'
import { policyBandwidthQuota } from './checks/policy-bandwidth-quota.js'
import { policyConnectionLimit } from './checks/policy-connection-limit.js'
import { policyIpBanned } from './checks/policy-ip-banned.js'
import { policyLoginRate } from './checks/policy-login-rate.js'
import { pop3CapabilityMissing } from './checks/pop3-capability-missing.js'
import { pop3Expires } from './checks/pop3-expires.js'
import { pop3GmailHidesFetched } from './checks/pop3-gmail-hides-fetched.js'
import { pop3LoginDelay } from './checks/pop3-login-delay.js'
import { pop3NoUidl } from './checks/pop3-no-uidl.js'
import { pop3NotOffered } from './checks/pop3-not-offered.js'
import { preauthCleartext } from './checks/preauth-cleartext.js'
import { proxyProtocolMismatch } from './checks/proxy-protocol-mismatch.js'
import { serversNotFound } from './checks/servers-not-found.js'
import { starttlsBroken } from './checks/starttls-broken.js'
import { starttlsInjection } from './checks/starttls-injection.js'
import { starttlsInsideTls } from './checks/starttls-inside-tls.js'
import { starttlsNotAdvertised } from './checks/starttls-not-advertised.js'
import { starttlsNotOffered } from './checks/starttls-not-offered.js'
import { starttlsOnImplicitPort } from './checks/starttls-on-implicit-port.js'
import { starttlsRequired } from './checks/starttls-required.js'
import { starttlsStripped } from './checks/starttls-stripped.js'
import { tcpBlockedFirewall } from './checks/tcp-blocked-firewall.js'
import { tcpLoopbackInContainer } from './checks/tcp-loopback-in-container.js'
import { tcpServiceDown } from './checks/tcp-service-down.js'
import { tcpServiceNotEnabled } from './checks/tcp-service-not-enabled.js'
import { tcpTimeout } from './checks/tcp-timeout.js'
import { tlsAlpnRejected } from './checks/tls-alpn-rejected.js'
import { tlsCipherMismatch } from './checks/tls-cipher-mismatch.js'
import { tlsClientTooOld } from './checks/tls-client-too-old.js'
import { tlsDhTooSmall } from './checks/tls-dh-too-small.js'
import { tlsHandshakeFailed } from './checks/tls-handshake-failed.js'
import { tlsImplicitOnPlaintextPort } from './checks/tls-implicit-on-plaintext-port.js'
import { tlsLegacyOffered } from './checks/tls-legacy-offered.js'
import { tlsLegacyRenegotiation } from './checks/tls-legacy-renegotiation.js'
import { tlsPlaintextOnImplicitPort } from './checks/tls-plaintext-on-implicit-port.js'
import { tlsServerContextBroken } from './checks/tls-server-context-broken.js'
import { tlsServerTooOld } from './checks/tls-server-too-old.js'
import { tlsSniMissing } from './checks/tls-sni-missing.js'
import { tlsWeakKeyExchange } from './checks/tls-weak-key-exchange.js'
import { wrongServiceOnPort } from './checks/wrong-service-on-port.js'

/** All checks, by id. */
export const checks: readonly Check[] = [
  accountLocked,
  authAppPasswordRequired,
  authBackendDown,
  authBasicDisabled,
  authClientIdRequired,
  authEncryptionNotSeen,
  authMechAdvertisedBroken,
  authOauthScope,
  authPasswordEncoding,
  authPasswordQuoting,
  authProtocolDisabled,
  authRefused,
  authTokenExpired,
  authTokenNotOffered,
  authUsernameFormat,
  authWebLoginRequired,
  autoconfigWrongGuess,
  capabilityLies,
  certChainIncomplete,
  certClientStoreOutdated,
  certExpired,
  certExpiredNotReloaded,
  certExpiresSoon,
  certIntercepted,
  certNameMismatch,
  certNotYetValid,
  certSelfSigned,
  certUntrustedIssuer,
  certWeakKey,
  certWrongPurpose,
  cleartextLoginOffered,
  clientApopMisdetect,
  clientCertificateRequired,
  clientIrWithoutSaslIr,
  clientNoStarttls,
  dnsHttpProxy,
  dnsIpv6Unreachable,
  dnsMultiAddressOneDead,
  dnsNameNotFound,
  dnsNoAnswer,
  dnsResolverLocal,
  greetingBye,
  greetingClosedBackendDown,
  greetingNone,
  greetingSlow,
  idleDropped,
  imapNotOffered,
  inputHostWhitespace,
  inputPasswordStrayChars,
  mailboxAuthenticatedNotConnected,
  mailboxLocked,
  mailboxNamespacePrefix,
  mailboxOverQuota,
  noSecureLogin,
  passwordExpired,
  policyBandwidthQuota,
  policyConnectionLimit,
  policyIpBanned,
  policyLoginRate,
  pop3CapabilityMissing,
  pop3Expires,
  pop3GmailHidesFetched,
  pop3LoginDelay,
  pop3NoUidl,
  pop3NotOffered,
  preauthCleartext,
  proxyProtocolMismatch,
  serversNotFound,
  starttlsBroken,
  starttlsInjection,
  starttlsInsideTls,
  starttlsNotAdvertised,
  starttlsNotOffered,
  starttlsOnImplicitPort,
  starttlsRequired,
  starttlsStripped,
  tcpBlockedFirewall,
  tcpLoopbackInContainer,
  tcpServiceDown,
  tcpServiceNotEnabled,
  tcpTimeout,
  tlsAlpnRejected,
  tlsCipherMismatch,
  tlsClientTooOld,
  tlsDhTooSmall,
  tlsHandshakeFailed,
  tlsImplicitOnPlaintextPort,
  tlsLegacyOffered,
  tlsLegacyRenegotiation,
  tlsPlaintextOnImplicitPort,
  tlsServerContextBroken,
  tlsServerTooOld,
  tlsSniMissing,
  tlsWeakKeyExchange,
  wrongServiceOnPort,
]
