import { fileURLToPath } from 'node:url'
import { Plugin } from '@oclif/core/config'
import { repositoryRoot } from '../repository.js'

/**
 * oclif.manifest.json, made from the compiled commands: with it, start-up reads one file instead of every command.
 * It holds only what is the same on every machine: ids, flags, arguments, texts and the version.
 */
export async function manifest(): Promise<{ path: string; content: string }> {
  const plugin = new Plugin({
    root: fileURLToPath(repositoryRoot),
    isRoot: true,
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  })
  await plugin.load()
  return { path: 'oclif.manifest.json', content: `${JSON.stringify(plugin.manifest, null, 2)}\n` }
}
