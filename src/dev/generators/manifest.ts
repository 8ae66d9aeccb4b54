export async function manifest(): Promise<{ path: string; content: string }> {
  return { path: 'oclif.manifest.json', content: '{}\n' }
}
