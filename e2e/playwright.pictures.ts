import base from "./playwright.config";

/** The pictures of the merchant's guide; `python -m tools.pictures` runs this. */
export default { ...base, testDir: "./pictures", workers: 1, projects: [{ name: "pictures" }] };
