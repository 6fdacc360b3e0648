import { scriptJson } from "@/lib/html";

/** Structured data for machines that read the page. Never runs: it is data, and escaped as such. */
export function JsonLd({ data }: { data: readonly object[] }) {
  return data.map((item, index) => (
    <script
      // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list per page
      key={index}
      type="application/ld+json"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON with "<" escaped
      dangerouslySetInnerHTML={{ __html: scriptJson(item) }}
    />
  ));
}
