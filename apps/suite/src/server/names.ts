/** Headers that the proxy sets on every request and never takes from a browser. */
export const BASE_HEADER = "x-suite-base";
export const SUITE_HEADER = "x-suite-home";
