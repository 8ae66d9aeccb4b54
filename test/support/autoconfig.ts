/** One server entry for a configuration; further elements as text. */
export function entry(
  kind: 'incomingServer' | 'outgoingServer',
  type: string,
  fields: Readonly<Record<string, string | readonly string[]>>,
  more = '',
): string {
  const elements = Object.entries(fields).flatMap(([name, values]) =>
    [values].flat().map((value) => `<${name}>${value}</${name}>`),
  )
  return `<${kind} type="${type}">${elements.join('')}${more}</${kind}>`
}

/** A whole configuration around some entries. */
export function configuration(...entries: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="example.test">
    <domain>example.test</domain>
    <displayName>Example Mail</displayName>
    ${entries.join('\n    ')}
    <documentation url="https://example.test/help"><descr lang="en">Help</descr></documentation>
  </emailProvider>
  <webMail><loginPage url="https://example.test/mail"/></webMail>
</clientConfig>
`
}

/** Fields of an entry that nothing is wrong with. */
export const imapFields = {
  hostname: 'imap.example.test',
  port: '993',
  socketType: 'SSL',
  authentication: 'password-cleartext',
  username: '%EMAILADDRESS%',
}

/** The same for POP3. */
export const pop3Fields = { ...imapFields, hostname: 'pop.example.test', port: '995' }
