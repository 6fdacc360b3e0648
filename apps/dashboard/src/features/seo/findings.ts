import type { Translator } from "@ecomm/ui/i18n";
import type { SeoFinding } from "@/api/seo";
import type { seoTexts } from "./texts";

type Texts = Translator<(typeof seoTexts)["messages"]>;

const ROOMS: Partial<Record<SeoFinding["thing"], string>> = {
  product: "products",
  collection: "collections",
  page: "pages",
  post: "blog",
};

/** The page of the dashboard where a finding is mended. */
export function editorOf(store: string, { thing, thing_id: id }: SeoFinding): string {
  const home = `/stores/${store}`;
  const room = ROOMS[thing];
  if (room) return `${home}/${room}/${id}`;
  if (thing === "category") return `${home}/categories`;
  if (thing === "redirect") return `${home}/redirects`;
  return `${home}/settings`;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const count = (value: unknown): number => (typeof value === "number" ? value : 0);

/** What there is to say of one finding, beyond its rule's words; "" where these say it all. */
export function detailOf({ rule, detail }: SeoFinding, t: Texts): string {
  if (/^(?:title|description)_(?:long|short)$/.test(rule)) {
    return t("detail_length", { length: count(detail.length) });
  }
  if (/_duplicate$/.test(rule)) return t("detail_with", { name: text(detail.name) });
  if (rule === "thin_text") {
    return t("detail_words", { words: count(detail.words), least: count(detail.least) });
  }
  if (rule === "alt_missing") {
    const { without, pictures } = detail;
    return t("detail_alt", { without: count(without), pictures: count(pictures) });
  }
  if (rule === "broken_link" || rule === "redirect_dead") {
    return t("detail_to", { to: text(detail.to) });
  }
  if (rule === "link_moved") {
    return t("detail_moved", { to: text(detail.to), now: text(detail.now) });
  }
  if (rule === "slug_odd") {
    return t(detail.why === "long" ? "detail_slug_long" : "detail_slug_other", {
      slug: text(detail.slug),
    });
  }
  return "";
}

/** Points from millionths, to one place. */
export const pointsOf = (ppm: number, locale: string): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(ppm / 1_000_000);
