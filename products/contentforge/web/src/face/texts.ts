import { createCatalogue } from "@ecomm/ui/catalogue";

export const faceTexts = createCatalogue({
  aside: "A sentence stands once its facts do.",
  home: "Home",
  limit_products: "Products written",
  limit_stores: "Stores",
  limit_ai_items: "AI items",
  limit_api_calls: "API calls",
  disconnecting:
    "Disconnecting stops new drafts for this store. What was written and approved stays yours.",
  scope_drafts_read: "see drafts and their claims",
  scope_drafts_write: "write, approve and roll back",
  scope_facts_read: "see the facts of your products",
  scope_facts_write: "add and correct facts",
  start_title: "Connect a store and its products become facts",
  start_body:
    "ContentForge works on what a store tells it. Connect yours from the platform; its attributes are read, numbered and shown here before a word is written.",
});
