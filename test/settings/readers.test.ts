import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClientId } from '../../src/model/index.js'
import { runs } from './mail-programs.js'
import { buildFile, documentOf, healthy } from './situations.js'

// Each format is read back by the program that it is for, or by the library that this program reads it with: what was
// escaped must come out as it was given.
const users = [
  'user@demo.example',
  `o'brien "x" \\ $HOME \`id\`@demo.example`,
  'a%40b%(c)s & <d> #e;f=g',
  '\\x22 \\" \\\\ \\n',
  `it's $\{PATH} {x} [y]`,
  'grüße@demo.example',
]

interface Reader {
  client: ClientId
  /** How to ask whether it is there. */
  probe: readonly string[]
  /** Prints the user name of the file that is the last argument. */
  command: readonly string[]
  /** Takes the name out of what was printed. */
  take?: (printed: string) => string | undefined
  /** What it prints can be read only for ASCII. */
  asciiOnly?: true
}

const python = (script: string): Pick<Reader, 'command'> => ({ command: ['python3', '-c', script] })
const unquoted = (text: string) => text.replace(/\\(["\\`$])/g, '$1')
const setValue = (printed: string) => {
  const value = /"(.*)"/s.exec(printed)?.[1]
  return value === undefined ? undefined : unquoted(value)
}

const plist = `
import plistlib, sys
with open(sys.argv[1], 'rb') as file: profile = plistlib.load(file)
assert profile['PayloadType'] == 'Configuration' and profile['PayloadVersion'] == 1
mail = profile['PayloadContent'][0]
assert mail['IncomingMailServerUseSSL'] is True and mail['IncomingMailServerPortNumber'] == 993
assert mail['PayloadType'] == 'com.apple.mail.managed' and mail['PayloadUUID'] != profile['PayloadUUID']
print(mail['IncomingMailServerUsername'], end='')`

const thunderbird = `
import sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
assert root.tag == 'clientConfig' and root.get('version') == '1.1'
provider = root.find('emailProvider')
assert provider.get('id') and provider.find('domain').text and provider.find('displayName').text
server = provider.find('incomingServer')
assert [child.tag for child in server] == ['hostname', 'port', 'socketType', 'username', 'authentication']
assert server.get('type') == 'imap' and server.find('socketType').text == 'SSL'
print(server.find('username').text, end='')`

const ini = (parser: string, section: string, key: string) => `
import configparser, sys
parser = configparser.${parser}()
parser.read(sys.argv[1], encoding='utf-8')
print(parser.get('${section}', '${key}'), end='')`

const toml = `
import sys, tomllib
with open(sys.argv[1], 'rb') as file: data = tomllib.load(file)
imap = data['accounts']['mail']['imap']
assert imap['server'] == 'imaps://mail.demo.example:993'
assert imap['sasl']['plain']['password']['command'] == ['pass', 'show', 'mail/mail.demo.example']
print(imap['sasl']['plain']['username'], end='')`

const readers: Reader[] = [
  { client: 'thunderbird', probe: ['python3', '--version'], ...python(thunderbird) },
  { client: 'apple', probe: ['python3', '-c', 'import plistlib'], ...python(plist) },
  {
    client: 'getmail6',
    probe: ['python3', '--version'],
    ...python(ini('RawConfigParser', 'retriever', 'username')),
  },
  {
    client: 'offlineimap',
    probe: ['python3', '--version'],
    ...python(ini('ConfigParser', 'Repository mail-server', 'remoteuser')),
  },
  { client: 'himalaya', probe: ['python3', '-c', 'import tomllib'], ...python(toml) },
  {
    client: 'mpop',
    probe: ['mpop', '--version'],
    command: ['sh', '-c', 'mpop -P -C "$0"'],
    take: (printed) => /^user = (.*)$/m.exec(printed)?.[1],
  },
  {
    client: 'neomutt',
    probe: ['neomutt', '-v'],
    command: ['sh', '-c', 'neomutt -n -F "$0" -Q imap_user'],
    take: setValue,
  },
  {
    client: 'mutt',
    probe: ['mutt', '-v'],
    command: ['sh', '-c', 'mutt -n -F "$0" -Q imap_user'],
    take: setValue,
  },
  {
    client: 'fetchmail',
    // Its dump garbles bytes beyond ASCII: they stand in the file as they are, and cannot be read back from there.
    asciiOnly: true,
    probe: ['fetchmail', '--version'],
    command: ['sh', '-c', 'fetchmail --configdump -f "$0"'],
    take: (printed) => {
      const literal = /"remote":(.*),$/m.exec(printed)?.[1]
      return literal && spawnSync('python3', ['-c', `print(${literal}, end='')`]).stdout.toString()
    },
  },
]

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailadvise-readers-'))
  // mpop and the mutts run the command for the password when they read the file.
  writeFileSync(join(folder, 'pass'), '#!/bin/sh\necho secret\n', { mode: 0o755 })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The user name that a reader finds in the file for it. */
function readBack(
  { client, command, take = (printed) => printed }: Reader,
  user: string,
): string | undefined {
  const pop = client === 'mpop'
  const text = buildFile(client, {
    name: 'reader',
    setup: pop ? 'pop-leave-on-server' : 'imap',
    probe: documentOf([healthy(pop ? 995 : 993)]),
    user,
  })
  const file = join(folder, `${client}.txt`)
  writeFileSync(file, text, { mode: 0o600 })
  const [name = '', ...args] = command
  const env = { PATH: `${folder}:${process.env.PATH}`, HOME: folder, LANG: 'C.UTF-8', TERM: 'dumb' }
  const { stdout, stderr } = spawnSync(name, [...args, file], { encoding: 'utf8', env })
  return take(stdout) ?? `${stdout}${stderr}`
}

describe.each(readers)('$client', (reader) => {
  const there = runs(reader.probe)
  const readable = users.filter((user) => !reader.asciiOnly || /^[ -~]*$/.test(user))
  it.skipIf(!there).each(readable)('reads back the user name %s', (user) => {
    // Thunderbird's file serves a domain: an address stands there as what Thunderbird fills in.
    const expected = reader.client === 'thunderbird' && user.includes('@') ? '%EMAILADDRESS%' : user
    expect(readBack(reader, user)).toBe(expected)
  })
})

describe('blanks at the ends of a user name', () => {
  it.each(['getmail6', 'offlineimap'] as const)('cannot be written for %s, and are refused', (client) => {
    expect(() =>
      buildFile(client, { name: 'blank', setup: 'imap', probe: documentOf([healthy(993)]), user: 'user ' }),
    ).toThrow(/blank at its end/)
  })
})
