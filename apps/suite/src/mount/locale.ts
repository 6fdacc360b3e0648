/** The language of the interface; every text comes from a catalogue. */
export const LOCALE = "en";
