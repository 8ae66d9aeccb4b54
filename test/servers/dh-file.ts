import { createDiffieHellmanGroup } from 'node:crypto'

/** A file of Diffie-Hellman parameters (PKCS #3): the group of 1024 bits of RFC 2409, or that of 2048 bits of RFC 3526. */
export function dhFile(name: 'modp2' | 'modp14'): string {
  const group = createDiffieHellmanGroup(name)
  const integer = (value: Buffer) =>
    tagged(2, value[0] && value[0] > 127 ? Buffer.concat([Buffer.of(0), value]) : value)
  const der = tagged(0x30, Buffer.concat([integer(group.getPrime()), integer(group.getGenerator())]))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN DH PARAMETERS-----\n${lines.join('\n')}\n-----END DH PARAMETERS-----\n`
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
