export const TARGETS: readonly string[];
export function hostTarget(): string;
export function runtime(target: string): string;
export function makeExecutable(bundle: string, target: string, to: string): void;
