/** user of user:password@host, in the forms in which logins are pasted. */
const login = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^:@]*)(?::.*)?@([^@/]*)/i

/**
 * Whom a command line names: the value of --user, and the address or the login in any other word. For a command line that
 * could not be parsed, so that its words are looked at one by one.
 */
export function identitiesIn(argv: readonly string[]): string[] {
  return argv.flatMap((word, index) => {
    const [flag = '', value = argv[index + 1] ?? ''] = word.split(/=(.*)/s)
    if (flag === '--user') return [value]
    const [, user = '', host = ''] = login.exec(word) ?? []
    return user === '' ? [] : [user, `${user}@${host}`]
  })
}
