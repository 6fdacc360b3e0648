import { createCatalogue } from "@ecomm/ui/catalogue";

export const sampleTexts = createCatalogue({
  sample: "Sample product",
  shown: "{shown, number} of {all, number} fields shown",
  reason_form: "All eight fields within their limits.",
  reason_voice: "One sentence has 23 words; this voice allows 20.",
  reason_search: "“Insulated bottle” is not in the first sentence.",
  approved:
    "In your store {count, plural, one {# field} other {# fields}} would be live now. This is a sample: nothing was sent.",
});
