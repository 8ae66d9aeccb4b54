import { isAddress } from '../net/address.js'

/** Address and port of a resolver as it is typed: 192.0.2.53, 192.0.2.53:5353, 2001:db8::53, [2001:db8::53]:5353. */
const form = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/

/** A resolver as it was typed, when it is one; a name would have to be looked up itself. */
export function readResolver(text: string): string | undefined {
  if (isAddress(text)) return text
  const [, bracketed, plain, port] = form.exec(text) ?? []
  const address = bracketed ?? plain ?? ''
  // Brackets hold IPv6 addresses only, and those stand in nothing else beside a port.
  const fits = isAddress(address) && (bracketed !== undefined) === address.includes(':')
  const goodPort = port === undefined || (Number(port) >= 1 && Number(port) <= 65_535)
  return fits && goodPort ? text : undefined
}

/** The address of a resolver, without its port. */
export function addressOfResolver(text: string): string {
  if (isAddress(text)) return text
  const [, bracketed, plain] = form.exec(text) ?? []
  return bracketed ?? plain ?? text
}
