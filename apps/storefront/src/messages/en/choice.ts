/** Words of the choice of currency and language. English. */
export const choice = {
  currency: "Currency",
  choose: "Choose a currency",
  language: "Language",
  chooseLanguage: "Choose a language",
  /** Name of the button that shows the currency prices are in. */
  shownIn: "{0}: prices in {1}. Choose another currency",
} as const;
