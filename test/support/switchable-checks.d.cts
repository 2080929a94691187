/** Names of the checks that can be switched off: statements that refuse, and conditions. */
export function switches(): { refusals: string[]; conditions: string[] };
