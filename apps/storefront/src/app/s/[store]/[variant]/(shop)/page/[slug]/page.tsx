import type { Metadata } from "next";
import { permanentRedirect } from "next/navigation";
import { Crumbs } from "@/components/crumbs";
import { Icon } from "@/components/icon";
import { JsonLd } from "@/components/json-ld";
import { PageLink } from "@/components/shop-link";
import { leave } from "@/data/leave";
import { openStore } from "@/data/page";
import { loadPage } from "@/data/reads";
import { alternates } from "@/lib/alternates";
import type { ShopPage, Store } from "@/lib/api-types";
import { shopOrigin } from "@/lib/env";
import { plainText, richHtml } from "@/lib/html";
import { type Questions, questionsOf } from "@/lib/questions";
import type { StoreParams } from "@/lib/routes";
import { breadcrumbs, questionsData } from "@/lib/structured-data";
import { wordsOf } from "@/messages/catalogues";

import "@/styles/page.css";

export const revalidate = 300;

type Params = StoreParams & { slug: string };
interface Props {
  params: Promise<Params>;
}

export function generateStaticParams(): Params[] {
  return [];
}

async function found(params: Promise<Params>): Promise<{ store: Store; page: ShopPage } | null> {
  const store = await openStore(params);
  if (!store) return null;
  const slug = decodeURIComponent((await params).slug);
  const state = await loadPage(store, slug);
  if (state.kind === "moved") permanentRedirect(`/pages/${encodeURIComponent(state.slug)}`);
  if (state.kind === "missing") return leave(store, `/pages/${slug}`);
  return { store, page: state.page };
}

const pathOf = (page: ShopPage): string => `/pages/${encodeURIComponent(page.slug)}`;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const here = await found(params);
  if (!here) return {};
  const { store, page } = here;
  const description = page.seo_description || plainText(page.body, 160);
  return {
    title: (page.seo_title || page.title).slice(0, 200),
    ...(description ? { description } : {}),
    alternates: alternates(store, pathOf(page)),
  };
}

function Rich({ html }: { html: string }) {
  return (
    // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the API, disarmed here
    <div className="rich" dangerouslySetInnerHTML={{ __html: richHtml(html) }} />
  );
}

/** Questions that fold open, without a script. */
function Folds({ questions }: { questions: Questions }) {
  return (
    <>
      {questions.intro && <Rich html={questions.intro} />}
      <div className="stack">
        {questions.items.map((item) => (
          <details key={item.question} className="fold glass page-fold">
            <summary>
              {item.question} <Icon name="plus" />
            </summary>
            <Rich html={item.answer} />
          </details>
        ))}
      </div>
    </>
  );
}

/** How to reach the people behind the shop. */
function Reach({ store }: { store: Store }) {
  const { business_name, business_address, contact_email, contact_phone } = store;
  if (!business_name && !business_address && !contact_email && !contact_phone) return null;
  return (
    <address className="panel page-reach">
      {business_name && <strong>{business_name}</strong>}
      {business_address && <span className="whitespace-pre-line">{business_address}</span>}
      {contact_email && (
        <a className="link" href={`mailto:${contact_email}`}>
          {contact_email}
        </a>
      )}
      {contact_phone && (
        <a className="link" href={`tel:${contact_phone.replace(/[^+\d]/g, "")}`}>
          {contact_phone}
        </a>
      )}
    </address>
  );
}

/** A page, policy, or questions and answers. */
export default async function ShopPagePage({ params }: Props) {
  const here = await found(params);
  if (!here) return null;
  const { store, page } = here;
  const { common, page: words } = wordsOf(store.locale);
  const crumbs = [
    { name: common.home, path: "/" },
    { name: page.title, path: pathOf(page) },
  ];
  const questions = page.kind === "faq" ? questionsOf(page.body) : null;
  const asked = questions !== null && questions.items.length > 0 ? questions : null;
  const reach = page.kind === "contact" || page.kind === "legal_notice";
  const others = store.policies.filter((policy) => policy.kind !== page.kind);
  const isPolicy = others.length < store.policies.length;
  const origin = shopOrigin(store);
  return (
    <div className="wrap">
      <Crumbs crumbs={crumbs} />
      <article className="page-text">
        <h1 className="d2">{page.title}</h1>
        {asked ? <Folds questions={asked} /> : <Rich html={page.body} />}
        {reach && <Reach store={store} />}
        {isPolicy && others.length > 0 && (
          <nav className="page-others" aria-label={words.otherPolicies}>
            {others.map((policy) => (
              <PageLink key={policy.href} className="link" href={policy.href}>
                {policy.title}
              </PageLink>
            ))}
          </nav>
        )}
      </article>
      <JsonLd
        data={[breadcrumbs(crumbs, origin), ...(asked ? [questionsData(asked.items)] : [])]}
      />
    </div>
  );
}
