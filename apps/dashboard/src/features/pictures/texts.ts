import { createCatalogue } from "@ecomm/ui/catalogue";

export const pictureTexts = createCatalogue({
  add: "Choose a picture",
  remove: "Remove the picture",
  failed: "{name} could not be taken",
});
