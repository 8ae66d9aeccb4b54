import type { Plugin } from 'rolldown'

const inOclif = /\/node_modules\/@oclif\/core\//

/** Packages that a bundle names by files of their own. */
export interface LatePackages {
  plugin: Plugin
  /** The file of each package, by the name of the file that stands for it; complete once a build with the plugin is. */
  found: ReadonlyMap<string, string>
}

/**
 * Takes what oclif requires of other packages (patterns of file names, templates, spinners) out of its bundle: more than
 * half of the text, of which most commands run no line, though Node reads through all of it at each start. With
 * late-require, each is read once it is used.
 *
 * @param folder where the packages' files are, relative to the file that requires them
 */
export function latePackages(folder: string): LatePackages {
  const found = new Map<string, string>()
  const plugin: Plugin = {
    name: 'late-packages',
    resolveId: {
      filter: { id: /^[@\w]/ },
      async handler(source, importer, options) {
        if (importer === undefined || !inOclif.test(importer)) return null
        const resolved = await this.resolve(source, importer, { ...options, skipSelf: true })
        if (resolved === null || resolved.external !== false || inOclif.test(resolved.id)) return null
        const name = source.replaceAll('/', '-')
        found.set(name, resolved.id)
        return { id: `${folder}/${name}.cjs`, external: true }
      },
    },
  }
  return { plugin, found }
}
