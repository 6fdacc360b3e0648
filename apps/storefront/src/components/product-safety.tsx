import { useWords } from "#words";
import { Icon } from "@/components/icon";
import type { Product } from "@/lib/api-types";

import "@/styles/product-safety.css";

type Safety = NonNullable<Product["safety"]>;

function Contact({ title, contact }: { title: string; contact: Safety["manufacturer"] }) {
  if (!contact) return null;
  return (
    <div>
      <dt className="strong">{title}</dt>
      <dd className="muted">
        {contact.name && <span>{contact.name}</span>}
        {contact.address && <span className="pre-line">{contact.address}</span>}
        {contact.email && (
          <a className="link" href={`mailto:${contact.email}`}>
            {contact.email}
          </a>
        )}
      </dd>
    </div>
  );
}

/** Who answers for the product, and what to mind: the EU asks for it beside an offer (2023/988). */
export function ProductSafety({ safety }: { safety: Safety }) {
  const words = useWords("product");
  return (
    <section className="section about" aria-labelledby="safety">
      <details className="fold">
        <summary>
          <h2 className="d3" id="safety">
            {words.safety}
          </h2>
          <Icon name="plus" />
        </summary>
        <dl className="safety">
          <Contact title={words.manufacturer} contact={safety.manufacturer} />
          <Contact title={words.responsible} contact={safety.responsible} />
          {safety.warnings && (
            <div>
              <dt className="strong">{words.warnings}</dt>
              <dd className="muted pre-line">{safety.warnings}</dd>
            </div>
          )}
        </dl>
      </details>
    </section>
  );
}
