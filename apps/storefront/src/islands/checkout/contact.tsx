"use client";

import { useWords } from "#words";
import { PageLink } from "@/components/shop-link";
import { Check } from "../account/field";
import { Field } from "./field";
import { type FieldName, type Fields, likelierEmail, type Problems } from "./form-state";
import type { Shopper } from "./use-shopper";

interface ContactProps {
  fields: Fields;
  problems: Problems;
  shop: string;
  shopper: Shopper;
  /** Whether the shop may write about offers; asked of those who have not said so. */
  marketing: boolean;
  onMarketing: (granted: boolean) => void;
  onChange: (name: FieldName, value: string) => void;
  onLeave: (name: FieldName) => void;
}

/** Who is signed in, or where to. */
function Who({ shopper }: { shopper: Shopper }) {
  const words = useWords("checkout");
  if (shopper.kind === "known") {
    return <p className="small muted">{words.signedInAs(shopper.me.name)}</p>;
  }
  if (shopper.kind === "loading") return <p className="small muted">{words.loading}</p>;
  return (
    <p className="small muted">
      {shopper.kind === "expired" ? words.expired : words.haveAccount}{" "}
      <PageLink className="link" href="/login?next=/checkout">
        {words.signIn}
      </PageLink>
    </p>
  );
}

/** Who buys. */
export function Contact(props: ContactProps) {
  const words = useWords("checkout");
  const { fields, problems, shopper, onChange, onLeave } = props;
  const better = problems.email ? null : likelierEmail(fields.email);
  const agreed = shopper.kind === "known" && shopper.me.marketing;
  return (
    <section className="panel" aria-labelledby="who">
      <div className="row row-between">
        <h2 id="who">{words.who}</h2>
        <Who shopper={shopper} />
      </div>
      <Field
        name="email"
        label={words.email}
        value={fields.email}
        problem={problems.email}
        onChange={onChange}
        onLeave={onLeave}
        hint={words.emailHint}
        input={{ type: "email", autoComplete: "email", inputMode: "email", required: true }}
      />
      {better && (
        <p className="note" role="status">
          <span>
            {words.emailTypo(better)}{" "}
            <button type="button" className="fix" onClick={() => onChange("email", better)}>
              {words.use(better)}
            </button>
          </span>
        </p>
      )}
      {!agreed && (
        <Check
          name="marketing"
          label={words.marketing(props.shop)}
          checked={props.marketing}
          onChange={(event) => props.onMarketing(event.target.checked)}
        />
      )}
    </section>
  );
}
