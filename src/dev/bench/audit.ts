export async function audit(): Promise<void> {}
