export function findTool(name: 'temporal' | 'temporal-test-server', say: (line: string) => void): string;
