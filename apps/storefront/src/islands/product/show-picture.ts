/** The buy box asks the gallery to show what was chosen. */

type Listener = (words: readonly string[]) => void;
const listeners = new Set<Listener>();

/** Asks for the picture whose description names one of these values. */
export function showPictureOf(values: readonly string[]): void {
  for (const listener of listeners) listener(values);
}

export function onShowPicture(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Index of the first picture whose text has one of the words as a word; -1 for none. */
export function pictureNamed(texts: readonly string[], words: readonly string[]): number {
  const wanted = words.map((word) => word.trim().toLowerCase()).filter((word) => word.length > 1);
  return texts.findIndex((text) => {
    const lower = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")} `;
    return wanted.some((word) => lower.includes(` ${word.replace(/[^\p{L}\p{N}]+/gu, " ")} `));
  });
}
