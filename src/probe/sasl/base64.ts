/** The bytes of strict base64 (RFC 4648 section 4); undefined when it is none. Node itself takes anything. */
export function base64Bytes(text: string): Buffer | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined
  return Buffer.from(text, 'base64')
}
