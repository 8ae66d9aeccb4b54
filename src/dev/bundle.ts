/** Bundles the command line program: a part of npm run build. */
import { bundleProgram } from './bundle/program.js'

await bundleProgram()
