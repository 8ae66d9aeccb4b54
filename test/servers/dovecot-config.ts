import { execFileSync } from 'node:child_process'
import { userInfo } from 'node:os'
import type { Kind, Place } from './private-server.js'

/** What the configuration of the private Dovecot needs to know. */
export interface DovecotSettings extends Pick<Place, 'folder' | 'host' | 'ports' | 'certFile' | 'keyFile'> {
  open: readonly Kind[]
}

/**
 * Configuration of a Dovecot 2.3 that lives in one folder and touches nothing else. Run as root, the services use the
 * package's own users and mail belongs to `nobody`; run by anyone else, everything belongs to that user.
 */
export function dovecotConfig({ folder, host, ports, certFile, keyFile, open }: DovecotSettings): string {
  const { uid, gid, username } = userInfo()
  const root = uid === 0
  const protocols = ['imap', 'pop3'].filter((name) => open.some((kind) => kind.startsWith(name)))
  // Port 0 closes a listener.
  const port = (kind: Kind) => (open.includes(kind) ? ports[kind] : 0)
  const mail = root ? { uid: 65534, gid: 65534 } : { uid, gid }
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
protocols = ${protocols.join(' ')}
import_environment = TZ OPENSSL_CONF
listen = ${host}
${root ? '' : ownUser(username)}
default_vsz_limit = 0
ssl = required
ssl_cert = <${certFile}
ssl_key = <${keyFile}
disable_plaintext_auth = yes
auth_failure_delay = 1 secs
auth_mechanisms = plain login
mail_location = maildir:~/Maildir
mail_plugins = quota
first_valid_uid = ${mail.uid}
last_valid_uid = ${mail.uid}
first_valid_gid = ${mail.gid}
login_greeting = Dovecot test server ready.
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port('imap')}
  }
  inet_listener imaps {
    port = ${port('imaps')}
    ssl = yes
  }
}
service pop3-login {
  chroot =
  inet_listener pop3 {
    port = ${port('pop3')}
  }
  inet_listener pop3s {
    port = ${port('pop3s')}
    ssl = yes
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
protocol imap {
  mail_plugins = quota imap_quota
}
plugin {
  quota = maildir:User quota
  quota_rule = *:storage=100M
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${folder}/users
}
userdb {
  driver = static
  args = uid=${mail.uid} gid=${mail.gid} home=${folder}/mail-of/%u
}
namespace inbox {
  inbox = yes
}
`
}

function ownUser(name: string): string {
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim()
  return [
    `default_internal_user = ${name}`,
    `default_internal_group = ${group}`,
    `default_login_user = ${name}`,
  ].join('\n')
}
