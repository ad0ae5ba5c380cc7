export function textsOfSources(): Promise<Record<string, string>>;
