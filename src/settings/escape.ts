/** Text in XML, in an element or an attribute (XML 1.0 section 2.4). */
export function xml(text: string): string {
  const named: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }
  return text.replace(/[&<>"']/g, (sign) => `&${named[sign]};`)
}

/** A double-quoted string in which a backslash takes the meaning from the next character: mbsync. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** A double-quoted string of mutt and neomutt, where also variables and commands would be put in. */
export function muttString(text: string): string {
  return `"${text.replace(/["\\$`]/g, '\\$&')}"`
}

/** A quoted string of fetchmail: its manual names hexadecimal escapes for the two special characters. */
export function fetchmailString(text: string): string {
  return `"${text.replace(/["\\]/g, (sign) => (sign === '"' ? '\\x22' : '\\x5c'))}"`
}

/** A basic string of TOML 1.0. Control characters never reach here, so JSON's escapes are the same. */
export function tomlString(text: string): string {
  return JSON.stringify(text)
}

/** A string of Python: getmail evaluates its lists of words. */
export function pythonString(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`
}

/** A value of Python's configparser with interpolation, where a percent sign starts a reference. */
export function interpolated(text: string): string {
  return text.replaceAll('%', '%%')
}

/** A part of a URI with everything but unreserved characters encoded (RFC 3986 section 2.3). */
export function uriPart(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Host and port as they stand in a URI: an IPv6 address in brackets (RFC 3986 section 3.2.2). */
export function authority({ host, port }: { host: string; port: number }): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
