/** Colours products are named after. Data about goods, not part of any theme. */

const PLAIN: Readonly<Record<string, string>> = {
  amber: "#C98A1B",
  anthracite: "#383E42",
  apricot: "#F2B68B",
  aqua: "#7FC8C9",
  beige: "#E3D5BD",
  black: "#17181A",
  blue: "#2F5FC4",
  blush: "#EBC4BE",
  bordeaux: "#5E1A2B",
  brick: "#9B4332",
  brown: "#6B4630",
  burgundy: "#6A1F33",
  camel: "#BE9160",
  caramel: "#B5753B",
  chalk: "#F4F1EA",
  champagne: "#EAD9BA",
  charcoal: "#3A3E45",
  cherry: "#A3152E",
  chocolate: "#4A2C1F",
  clay: "#B8674A",
  cobalt: "#1F47A8",
  coral: "#F0836B",
  cream: "#F0E6D2",
  cyan: "#27AFC4",
  denim: "#3C5A80",
  emerald: "#12795A",
  forest: "#2C4A35",
  graphite: "#45494F",
  green: "#3B8A4C",
  grey: "#8B9098",
  indigo: "#3B3F8F",
  ink: "#2A323C",
  ivory: "#F7F1E1",
  khaki: "#A39A6B",
  lavender: "#BDB2DC",
  lemon: "#F2DC5D",
  lilac: "#C6A9D6",
  lime: "#A8C93A",
  magenta: "#BE2A7E",
  maroon: "#5F1D22",
  mauve: "#A98BA1",
  mint: "#AEDBC4",
  moss: "#5D6A38",
  mustard: "#C99A2A",
  natural: "#DCC8A6",
  navy: "#1E2D4F",
  oat: "#E2D7C3",
  ochre: "#BD8430",
  olive: "#6C6B3A",
  orange: "#E07B28",
  peach: "#F5C1A0",
  petrol: "#1F5663",
  pink: "#E79AB2",
  plum: "#5C2A4C",
  purple: "#6E3A9A",
  red: "#C22A2F",
  rose: "#DFA3A3",
  ruby: "#8E1631",
  rust: "#A44E22",
  sage: "#8BA08D",
  salmon: "#EE9C84",
  sand: "#D9C6A3",
  sapphire: "#1D3F8C",
  sea: "#50707A",
  sky: "#9BC4E6",
  slate: "#58636F",
  stone: "#B8B2A6",
  tan: "#C6A27A",
  taupe: "#8F8175",
  teal: "#1F7A7A",
  terracotta: "#B55B3D",
  turquoise: "#3FB4AE",
  vanilla: "#F3E7C4",
  violet: "#6B4FB3",
  walnut: "#5B3E2B",
  white: "#FCFCFA",
  wine: "#6B1D36",
  yellow: "#F0CB35",
};

/** Metals shine: a gradient says more than a tone. */
const METALS: Readonly<Record<string, string>> = {
  brass: "linear-gradient(110deg,#8A6424,#F3DBA6 40%,#B58A43)",
  bronze: "linear-gradient(110deg,#5F3F1E,#C79A63 42%,#80562C)",
  chrome: "linear-gradient(110deg,#8D9298,#F6F8FA 40%,#A0A6AC)",
  copper: "linear-gradient(110deg,#7E4024,#EDB08A 42%,#A8603A)",
  gold: "linear-gradient(110deg,#9A7419,#F8E39B 42%,#C79A2E)",
  silver: "linear-gradient(110deg,#9AA0A6,#F4F6F8 42%,#B4B9BE)",
  steel: "linear-gradient(110deg,#8D9298,#EEF0F2 38%,#A0A6AC 60%,#D6DADD)",
};

const ALIASES: Readonly<Record<string, string>> = {
  gray: "grey",
  gunmetal: "graphite",
  midnight: "navy",
  offwhite: "ivory",
  "off-white": "ivory",
  platinum: "silver",
  "stainless steel": "steel",
};

/** The paint of a colour's name ("Brushed steel", "Dark blue"), or null where it is none. */
export function swatchPaint(name: string): string | null {
  const lower = name.trim().toLowerCase();
  const known = (word: string): string | undefined => {
    const key = ALIASES[word] ?? word;
    return Object.hasOwn(METALS, key)
      ? METALS[key]
      : Object.hasOwn(PLAIN, key)
        ? PLAIN[key]
        : undefined;
  };
  const whole = known(lower);
  if (whole) return whole;
  const parts = lower.split(/\s*(?:\/|&|\+|,|\band\b)\s*/).filter(Boolean);
  const paints = parts.map((part) => known(part) ?? known(part.split(/\s+/).at(-1) ?? ""));
  const [first, second] = paints;
  if (!first || paints.some((paint) => !paint)) return null;
  if (!second) return first;
  const flat = (paint: string) => (paint.startsWith("linear") ? "silver" : paint);
  return `linear-gradient(120deg,${flat(first)} 50%,${flat(second)} 50%)`;
}
