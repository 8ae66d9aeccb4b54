import { UserError } from '../model/index.js'

const reasons: Record<string, string> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ELOOP: 'it is a symbolic link',
  ENOSPC: 'no space left',
  EDQUOT: 'no space left',
  EFBIG: 'the file would be too large',
}

/** Why the system does not let a file be written, in words; its code where there are none for it. */
export function whyUnwritable(error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException
  return reasons[code] ?? (code || String(error))
}

/** The error that a file of the user cannot be written. */
export function cannotWrite(file: string, why: string, hint?: string): UserError {
  return new UserError('unwritable-output', `Cannot write ${file}: ${why}`, { ...(hint && { hint }) })
}
