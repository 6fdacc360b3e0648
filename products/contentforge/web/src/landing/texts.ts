import { createCatalogue } from "@ecomm/ui/catalogue";

export const landingTexts = createCatalogue({
  nav: "Main",
  skip: "Skip to content",
  how: "How it works",
  pricing: "Pricing",
  questions: "Questions",
  suite: "The suite",
  sign_in: "Sign in",
  try: "Try ContentForge",
  title: "Product copy that shows its {sources}",
  sources: "sources",
  description:
    "ContentForge writes product copy from supplier attributes, ties each claim to its fact and holds back what it cannot prove.",
  lede: "ContentForge writes titles, descriptions and search snippets from your supplier’s attributes, ties every claim to the attribute it came from, and holds back what it cannot prove.",
  try_big: "Try ContentForge",
  see_pricing: "See what it costs",
  fine: "No card. Without a model key it runs on a built-in local model, and says so.",
  window: "The review screen, with sample data",

  proofs: "Three rules",
  proof_lock: "0",
  proof_lock_unit: "unsupported claims published",
  proof_lock_title: "The lock is in the publish step",
  proof_lock_body:
    "A field with an open flag has no publish action. It is a rule in code, tested with planted false claims, not a sentence in a prompt.",
  proof_languages: "6",
  proof_languages_unit: "languages, the same check in each",
  proof_languages_title: "Read as shoppers read",
  proof_languages_body:
    "English, German, French, Spanish, Italian and Dutch. Each has labelled sentences of its own, and a second set that the rules were never written on.",
  proof_once: "1×",
  proof_once_unit: "written, however often it stops",
  proof_once_title: "A stopped run goes on where it was",
  proof_once_body:
    "You see what a run will cost before it starts. Each product is recorded before the call and reconciled after it.",

  fields: "Eight fields, each with its limit",
  fields_lede:
    "Filled as in the sample above. Every number, material, size and certificate is a claim, and every claim needs a fact. A field you edited by hand is yours: no run touches it again.",
  letters_of: "{used, number} of {most, number} characters",
  letters: "{used, number} characters; your template decides",
  lines_of: "{used, number} of {most, number}",

  hears: "It hears your store",
  hears_created: "Reads before it writes",
  hears_created_body:
    "Attributes, options and descriptions become numbered facts. Then a draft, waiting for you.",
  hears_updated: "Rewrites only what changed",
  hears_updated_body:
    "A new weight touches the sentences that mention weight. Everything else stays as approved.",
  hears_refunded: "Learns what the page left out",
  hears_refunded_body:
    "Three returns for “smaller than expected” become one question: is the height on the page?",
  hears_paid: "Judges versions by orders",
  hears_paid_body:
    "Two versions, a fixed split, and a result only when the sample is large enough: 6,745 visitors each to tell 4 % from 5 %.",
  sheet: "One change, step by step",
  sheet_label: "Sample",
  sheet_1: "{event} arrives: the weight was 380 g and is 362 g now",
  sheet_2: "Signature checked on the raw bytes; the event is stored once, then answered",
  sheet_3: "Two claims rest on the weight: in the description and in the benefits",
  sheet_4: "Six fields are unchanged and are not sent to the model",
  sheet_5: "{two} against their facts",
  sheet_5_two: "Two fields are drafted anew",
  sheet_6: "The description is held: one claim contradicts F12",
  sheet_7: "{benefits} can be approved",
  sheet_7_benefits: "The benefits",
  sheet_sum: "Nothing has reached the shop, because nobody has said yes.",

  price: "Priced by the product, not the word",
  billing: "Billing",
  monthly: "Monthly",
  yearly: "Yearly, 2 months free",
  per_month: "a month",
  per_year: "a year",
  plan_sheet: "Sheet",
  plan_sheet_whom: "For a first store",
  plan_catalogue: "Catalogue",
  plan_catalogue_whom: "For a shop that changes weekly",
  plan_warehouse: "Warehouse",
  plan_warehouse_whom: "For several shops",
  start: "Start with {plan}",
  products_month: "{count, number} products a month",
  everything: "Everything in {plan}",
  has_lock: "Fact lock, review, roll back",
  has_voice: "One brand voice with its banned words",
  has_languages: "Six languages",
  has_model: "Built-in local model or your key",
  has_bulk: "Bulk runs with the cost shown first",
  has_glossary: "A glossary for each language",
  has_tests: "Two-version tests, near-duplicate check",
  has_voices: "Unlimited stores and voices",
  has_api: "API keys and signed webhooks",
  included:
    "{already} ContentForge is part of your plan: {starter, number} products a month on Starter, {growth, number} on Growth, {pro, number} on Pro. Model cost is passed on as billed and capped by you.",
  included_already: "Already on Ecomm?",

  faq: "Questions people ask first",
  q_claim: "What counts as a claim?",
  a_claim:
    "Any number, size, weight, material, certificate, brand or compatibility, in every field, alt text too. Units are normalised first, so 0.75 l and 750 ml are the same fact.",
  q_wrong: "What if the supplier’s sheet is wrong?",
  a_wrong:
    "Then the copy is wrong in the same way, and you can see exactly where. Correct the fact once; every sentence that used it is drafted anew and waits for you.",
  q_alone: "Can it publish without me?",
  a_alone:
    "If you allow it, clean fields may go live on their own. A field with a flag never does, whatever the setting.",
  q_mine: "Will it overwrite what I wrote?",
  a_mine:
    "No. A field a person edited is marked as yours and left out of every later run until you hand it back.",
  q_model: "Which model writes, and what does it see?",
  a_model:
    "Anthropic first, OpenAI if that fails, a built-in local model when no key is set. It sees the facts and your voice notes. Prompts are not stored unless you switch that on.",
  q_self: "Can I run it on my own server?",
  a_self:
    "Yes. It has its own service and its own database schema, and needs no other product beside it.",

  foot_note: "One of eight products that hear the same store. Use it alone or with the rest.",
  foot_product: "Product",
  foot_account: "Account",
  foot_suite: "Suite",
  register: "Create an account",
  forgot: "Reset your password",
  all_eight: "All eight",
  copyright: "© 2026 Ecomm",

  pricing_title: "Pricing",
  pricing_description:
    "What ContentForge costs alone, by products a month, and what is in each plan.",
});
