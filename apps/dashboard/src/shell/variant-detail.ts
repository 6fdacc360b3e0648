/** What tells a variant from its siblings, below the product's title: "Snow, CUP-SNOW". */
export const variantDetail = (variant: { variant_title: string; sku: string | null }): string =>
  [variant.variant_title, variant.sku].filter(Boolean).join(", ");
