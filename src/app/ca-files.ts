import { X509Certificate } from 'node:crypto'
import { UserError } from '../model/index.js'
import { readUserFile } from './read-file.js'

const oneCertificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem)
    return true
  } catch {
    return false
  }
}

/** The certificates of the --ca-file files; refused before anything is tried when OpenSSL could not use them. */
export function readCaFiles(files: readonly string[]): string[] {
  return files.flatMap((file) => {
    const certificates = readUserFile(file).match(oneCertificate) ?? []
    if (certificates.length > 0 && certificates.every(isCertificate)) return certificates
    throw new UserError(
      'unreadable-file',
      `Cannot use ${file} as --ca-file: it holds no valid PEM certificate`,
      {
        hint: 'It must contain -----BEGIN CERTIFICATE----- blocks.',
      },
    )
  })
}
