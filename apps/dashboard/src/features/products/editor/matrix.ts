/** Options and the variants they make: pure functions, so that every change is predictable. */

export const MAX_OPTIONS = 5;
export const MAX_VARIANTS = 2048;

export interface OptionDraft {
  name: string;
  values: string[];
}

/** A price set by hand in another currency; null lets the rate count. Minor units of it. */
export interface AbroadPrice {
  price: number | null;
  compareAt: number | null;
}

export interface VariantDraft {
  /** Absent until the API has made it. */
  id: string | null;
  /** Value by option name; empty for a product without options. */
  options: Record<string, string>;
  sku: string;
  barcode: string;
  /** Minor units; null is empty, NaN what cannot be read. */
  price: number | null;
  compareAt: number | null;
  cost: number | null;
  tracked: boolean;
  stock: number | null;
  backorder: boolean;
  /** By currency code: every currency the store has added, once the variant exists. */
  abroad: Record<string, AbroadPrice>;
}

export interface Matrix {
  options: OptionDraft[];
  variants: VariantDraft[];
}

export function blankVariant(): VariantDraft {
  return {
    id: null,
    options: {},
    sku: "",
    barcode: "",
    price: null,
    compareAt: null,
    cost: null,
    tracked: true,
    stock: 0,
    backorder: false,
    abroad: {},
  };
}

/** A new variant beside others: their prices, none of their identity or stock. */
function sibling(like: VariantDraft | undefined, options: Record<string, string>): VariantDraft {
  const base = like ?? blankVariant();
  const stock = base.tracked ? 0 : null;
  return { ...base, id: null, sku: "", barcode: "", stock, options, abroad: {} };
}

/** "Matte black / 0.6 L". */
export function variantTitle(options: readonly OptionDraft[], variant: VariantDraft): string {
  return options.map((option) => variant.options[option.name] ?? "?").join(" / ");
}

/** Identifies a combination whatever the order of its keys. */
function combinationKey(options: readonly OptionDraft[], values: Record<string, string>): string {
  return JSON.stringify(options.map((option) => values[option.name] ?? null));
}

/** How many combinations the options allow. */
export function combinationCount(options: readonly OptionDraft[]): number {
  return options.reduce((product, option) => product * Math.max(1, option.values.length), 1);
}

/** All combinations in order, the last option changing fastest; stops above the maximum. */
export function combinations(options: readonly OptionDraft[]): Record<string, string>[] {
  let all: Record<string, string>[] = [{}];
  for (const option of options) {
    if (option.values.length === 0) continue;
    const next: Record<string, string>[] = [];
    for (const before of all) {
      for (const value of option.values) {
        if (next.length >= MAX_VARIANTS) break;
        next.push({ ...before, [option.name]: value });
      }
    }
    all = next;
  }
  return all;
}

/** Combinations no variant stands for: left out on purpose, or not yet added. */
export function missing({ options, variants }: Matrix): Record<string, string>[] {
  if (options.length === 0) return [];
  const have = new Set(variants.map((variant) => combinationKey(options, variant.options)));
  return combinations(options).filter((values) => !have.has(combinationKey(options, values)));
}

/** Puts variants into the order of the options' values. */
function ordered({ options, variants }: Matrix): VariantDraft[] {
  const rank = (variant: VariantDraft) =>
    options.map((option) => option.values.indexOf(variant.options[option.name] ?? ""));
  return variants
    .map((variant) => ({ variant, place: rank(variant) }))
    .sort((a, b) => {
      for (const [at, place] of a.place.entries()) {
        const other = b.place[at] ?? 0;
        if (place !== other) return place - other;
      }
      return 0;
    })
    .map(({ variant }) => variant);
}

/** Adds variants for the given combinations, up to the maximum. */
export function addVariants(matrix: Matrix, wanted: readonly Record<string, string>[]): Matrix {
  const room = MAX_VARIANTS - matrix.variants.length;
  const fresh = wanted.slice(0, room).map((values) => {
    // The nearest relative has the prices one would expect.
    const near = matrix.variants.find((variant) =>
      Object.entries(values).some(([name, value]) => variant.options[name] === value),
    );
    return sibling(near ?? matrix.variants[0], values);
  });
  const next = { ...matrix, variants: [...matrix.variants, ...fresh] };
  return { ...next, variants: ordered(next) };
}

export function removeVariant(matrix: Matrix, index: number): Matrix {
  return { ...matrix, variants: matrix.variants.filter((_, at) => at !== index) };
}

/**
 * Adds an option with its first values. Variants there are take the first value and keep their
 * identity; the others are new.
 */
export function addOption(matrix: Matrix, name: string, values: readonly string[]): Matrix {
  const [first] = values;
  if (first === undefined) return matrix;
  const options = [...matrix.options, { name, values: [...values] }];
  const variants = matrix.variants.map((variant) => ({
    ...variant,
    options: { ...variant.options, [name]: first },
  }));
  const grown = { options, variants };
  const added = missing(grown).filter((combination) => combination[name] !== first);
  // Combinations that were left out before stay left out with the new option.
  const had = new Set(
    matrix.variants.map((variant) => combinationKey(matrix.options, variant.options)),
  );
  const wanted = added.filter(
    (combination) =>
      matrix.options.length === 0 || had.has(combinationKey(matrix.options, combination)),
  );
  return addVariants(grown, wanted);
}

/** Removes an option; of variants that become alike the first stays. */
export function removeOption(matrix: Matrix, index: number): Matrix {
  const gone = matrix.options[index];
  if (!gone) return matrix;
  const options = matrix.options.filter((_, at) => at !== index);
  const seen = new Set<string>();
  const variants = matrix.variants.flatMap((variant) => {
    const { [gone.name]: _value, ...rest } = variant.options;
    const key = combinationKey(options, rest);
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ ...variant, options: rest }];
  });
  return { options, variants };
}

export function renameOption(matrix: Matrix, index: number, name: string): Matrix {
  const old = matrix.options[index];
  if (!old || old.name === name) return matrix;
  const options = matrix.options.map((option, at) => (at === index ? { ...option, name } : option));
  const variants = matrix.variants.map((variant) => {
    const { [old.name]: value, ...rest } = variant.options;
    return { ...variant, options: value === undefined ? rest : { ...rest, [name]: value } };
  });
  return { options, variants };
}

/** Moves an option to another place; variants follow the new order. */
export function moveOption(matrix: Matrix, from: number, to: number): Matrix {
  const options = [...matrix.options];
  const [moved] = options.splice(from, 1);
  if (!moved) return matrix;
  options.splice(to, 0, moved);
  const next = { ...matrix, options };
  return { options, variants: ordered(next) };
}

/** Adds a value to an option and the variants it makes with the others. */
export function addValue(matrix: Matrix, index: number, value: string): Matrix {
  const option = matrix.options[index];
  const text = value.trim();
  if (!option || text === "" || option.values.includes(text)) return matrix;
  const options = matrix.options.map((entry, at) =>
    at === index ? { ...entry, values: [...entry.values, text] } : entry,
  );
  const next = { options, variants: matrix.variants };
  return addVariants(
    next,
    missing(next).filter((combination) => combination[option.name] === text),
  );
}

/** Removes a value and its variants; the last value takes the option with it. */
export function removeValue(matrix: Matrix, index: number, value: string): Matrix {
  const option = matrix.options[index];
  if (!option) return matrix;
  if (option.values.length === 1) return removeOption(matrix, index);
  const options = matrix.options.map((entry, at) =>
    at === index ? { ...entry, values: entry.values.filter((other) => other !== value) } : entry,
  );
  const variants = matrix.variants.filter((variant) => variant.options[option.name] !== value);
  return { options, variants };
}

/** Whether a change would go over the API's limits. */
export function tooMany(options: readonly OptionDraft[]): boolean {
  return options.length > MAX_OPTIONS || combinationCount(options) > MAX_VARIANTS;
}
