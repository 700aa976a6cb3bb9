export function changesOf(changelog: string, version: string, isFinal: boolean): string | undefined;
