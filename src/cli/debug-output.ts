/**
 * To be imported before oclif, whose debug output prints the words of the command line: those of --password-command or
 * --oauth-token-command may hold the way to the secret, or the secret itself.
 */
const { DEBUG } = process.env
if (DEBUG !== undefined && DEBUG !== '') process.env.DEBUG = `${DEBUG},-oclif:*`
