/** Directory that holds package.json, as a URL ending in a slash. Holds from src/dev and from dist/dev alike. */
export const repositoryRoot = new URL('../../', import.meta.url)
