/** Makes the compiled entry point executable: the compiler does not keep file modes, and npm link needs it. */
import { chmodSync } from 'node:fs'
import { repositoryRoot } from './repository.js'

chmodSync(new URL('dist/bin.js', repositoryRoot), 0o755)
