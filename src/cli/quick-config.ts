import { fileURLToPath } from 'node:url'
import { Config } from '@oclif/core/config'
import type { Logger } from '@oclif/core/interfaces'
import { setLogger } from '@oclif/core/logger'
import { tool } from '../app/tool.js'

/**
 * oclif's debug output is off: it prints the words of the command line, and those of --password-command or
 * --oauth-token-command may hold the way to the secret, or the secret itself.
 */
const silent: Logger = {
  namespace: 'oclif',
  child: () => silent,
  debug: () => {},
  error: () => {},
  info: () => {},
  trace: () => {},
  warn: () => {},
}

/**
 * oclif's configuration, known without being loaded. Loading looks for plugins, a theme, the shell and every command, and
 * costs more than most commands do; a command itself needs only the name of the program, and hooks, of which there are
 * none without plugins. What needs the rest (help, completion) calls load().
 */
export class QuickConfig extends Config {
  override readonly bin = tool().name

  /** @param root URL of the folder with package.json */
  constructor(root: URL) {
    super({ root: fileURLToPath(root) })
    setLogger({ root: this.root, logger: silent })
  }

  override async runHook(): Promise<{ successes: []; failures: [] }> {
    return { successes: [], failures: [] }
  }
}
