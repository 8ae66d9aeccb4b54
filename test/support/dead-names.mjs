/**
 * Audits names half of which no resolver answers for, and prints what became of each as JSON. To be started in a mount and
 * network namespace of its own: `unshare -mn node dead-names.mjs FOLDER BIN`.
 */
import { execFileSync, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import packet from 'dns-packet'

const [folder, bin] = process.argv.slice(2)
const resolvConf = join(folder, 'resolv.conf')
writeFileSync(resolvConf, 'nameserver 127.0.0.1\n')
execFileSync('mount', ['--bind', resolvConf, '/etc/resolv.conf'])
execFileSync('ip', ['link', 'set', 'lo', 'up'])

const resolver = createSocket('udp4')
resolver.on('message', (message, { port, address }) => {
  const { id, questions } = packet.decode(message)
  const [{ name, type }] = questions
  if (name.startsWith('dead')) return
  const data = `127.0.1.${/\d+/.exec(name)[0]}`
  const answers = type === 'A' ? [{ type, name, ttl: 60, data }] : []
  resolver.send(packet.encode({ type: 'response', id, questions, answers }), port, address)
})
await new Promise((resolve) => resolver.bind(53, '127.0.0.1', resolve))

const server = createServer((socket) => {
  socket.on('error', () => {})
  socket.end('* BYE busy\r\n')
})
await new Promise((resolve) => server.listen(1143, '0.0.0.0', resolve))

const targets = Array.from({ length: 12 }, (_, index) =>
  ['dead', 'well'].map((kind) => `imap://${kind}${index + 1}.example.test:1143`),
).flat()
const list = join(folder, 'targets.txt')
writeFileSync(list, `${targets.join('\n')}\n`)
const child = spawn(process.execPath, [bin, 'audit', list, '--timeout', '4'], {
  stdio: ['ignore', 'pipe', 'ignore'],
})
let stdout = ''
child.stdout.on('data', (text) => {
  stdout += text
})
await new Promise((resolve) => child.on('close', resolve))
server.close()
resolver.close()
console.log(
  JSON.stringify(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ),
)
