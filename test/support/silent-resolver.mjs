/**
 * Runs a command on a machine whose resolver never answers, and prints how it went as JSON. To be started in a mount and
 * network namespace of its own: `unshare -mn node silent-resolver.mjs FILE signal|compare COMMAND...`, FILE naming 127.0.0.1 as
 * the resolver.
 */
import { execFileSync, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'

const [resolvConf, how, ...command] = process.argv.slice(2)
execFileSync('mount', ['--bind', resolvConf, '/etc/resolv.conf'])
execFileSync('ip', ['link', 'set', 'lo', 'up'])
const server = createSocket('udp4')
await new Promise((resolve) => server.bind(53, '127.0.0.1', resolve))

function run(args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const result = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr']) {
    child[name].on('data', (text) => {
      result[name] += text
    })
  }
  const ended = new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ ...result, code, signal }))
  })
  return { child, ended }
}

const plain = "require('node:dns').lookup('mail.example.test', () => {})"
const ended = []
const asked = new Promise((resolve) => server.once('message', resolve))
const program = run(command)
// Only then does the resolver know that it is the program that asks.
if (how === 'signal') {
  await asked
  program.child.kill('SIGINT')
}
const other = run(['-e', plain])
void other.ended.then(() => ended.push('plain lookup'))
const result = await program.ended
ended.push('program')
await other.ended
server.close()
console.log(JSON.stringify({ ...result, ended }))
