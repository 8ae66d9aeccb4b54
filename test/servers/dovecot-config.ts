import { execFileSync } from 'node:child_process'
import { userInfo } from 'node:os'

/** What the configuration of the private Dovecot needs to know. */
export interface DovecotSettings {
  folder: string
  host: string
  ports: { imap: number; imaps: number; pop3: number; pop3s: number }
  certFile: string
  keyFile: string
}

/**
 * Configuration of a Dovecot 2.3 that lives in one folder and touches nothing else. Run as root, the services use the
 * package's own users and mail belongs to `nobody`; run by anyone else, everything belongs to that user.
 */
export function dovecotConfig({ folder, host, ports, certFile, keyFile }: DovecotSettings): string {
  const { uid, gid, username } = userInfo()
  const root = uid === 0
  const mail = root ? { uid: 65534, gid: 65534 } : { uid, gid }
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
protocols = imap pop3
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
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${ports.imaps}
    ssl = yes
  }
}
service pop3-login {
  chroot =
  inet_listener pop3 {
    port = ${ports.pop3}
  }
  inet_listener pop3s {
    port = ${ports.pop3s}
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
  args = uid=${mail.uid} gid=${mail.gid} home=${folder}/home/%u
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
