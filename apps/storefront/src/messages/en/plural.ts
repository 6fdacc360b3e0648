/** English has two forms; other catalogues bring their own rule. */
export const plural = (n: number, one: string, many: string): string => (n === 1 ? one : many);
