"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#words";
import { State } from "@/components/state";
import type { SavedAddress } from "@/lib/api-types";
import { type CountryChoice, countryName } from "@/lib/countries";

import { call } from "../call";
import { WITH_STATE } from "../checkout/form-state";
import { Check, Input, Said, said, valuesOf } from "./field";
import { Skeleton, Sorry } from "./parts";
import { useAccount } from "./state";

interface Props {
  locale: string;
  home: string;
  countries: CountryChoice[];
}

function Editor({
  address,
  home,
  countries,
  onDone,
}: Props & { address: SavedAddress | null; onDone: (saved: boolean) => void }) {
  const words = useWords("account");
  const [country, setCountry] = useState(address?.country ?? home);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<ReturnType<typeof said>>({ text: "", fields: {} });
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = valuesOf(event.currentTarget);
    const body = {
      ...values,
      default_shipping: values.default_shipping !== undefined,
      default_billing: values.default_billing !== undefined,
    };
    setBusy(true);
    const reply = await call(
      address ? `/api/account/me/addresses/${address.id}` : "/api/account/me/addresses",
      { method: address ? "PUT" : "POST", body },
    );
    setBusy(false);
    if (reply.ok) onDone(true);
    else setWrong(said(reply.problem));
  };
  const text = (name: keyof SavedAddress & string) => ({
    name,
    defaultValue: String(address?.[name] ?? ""),
    problem: wrong.fields[name],
  });
  const optional = (label: string) => `${label} ${words.optional}`;
  return (
    <form className="panel account-form" onSubmit={save}>
      <h2 className="d3">{address ? words.addresses.edit : words.addresses.fresh}</h2>
      <div className="field">
        <label htmlFor="address-country">{words.addresses.country}</label>
        <select
          id="address-country"
          name="country"
          className="input"
          autoComplete="country"
          value={country}
          onChange={(event) => setCountry(event.target.value)}
        >
          {countries.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <Input {...text("name")} label={words.name} autoComplete="name" required maxLength={120} />
      <Input
        {...text("line1")}
        label={words.addresses.line1}
        autoComplete="address-line1"
        required
      />
      <Input
        {...text("line2")}
        label={optional(words.addresses.line2)}
        autoComplete="address-line2"
      />
      <Input
        {...text("postal_code")}
        label={words.addresses.postcode}
        autoComplete="postal-code"
        required
        maxLength={20}
      />
      <Input
        {...text("city")}
        label={words.addresses.city}
        autoComplete="address-level2"
        required
        maxLength={120}
      />
      {WITH_STATE.has(country) && (
        <Input
          {...text("state")}
          label={words.addresses.state}
          autoComplete="address-level1"
          maxLength={120}
        />
      )}
      <Input
        {...text("phone")}
        label={optional(words.phone)}
        type="tel"
        autoComplete="tel"
        maxLength={40}
      />
      <Check
        name="default_shipping"
        label={words.addresses.useShipping}
        defaultChecked={address?.default_shipping ?? false}
      />
      <Check
        name="default_billing"
        label={words.addresses.useBilling}
        defaultChecked={address?.default_billing ?? false}
      />
      <Said text={wrong.text} />
      <div className="row">
        <button type="submit" className="btn btn-primary" disabled={busy} aria-busy={busy}>
          {words.addresses.save}
        </button>
        <button type="button" className="btn btn-quiet" onClick={() => onDone(false)}>
          {words.addresses.cancel}
        </button>
      </div>
    </form>
  );
}

function Card({
  address,
  locale,
  onEdit,
  onRemoved,
}: {
  address: SavedAddress;
  locale: string;
  onEdit: () => void;
  onRemoved: () => void;
}) {
  const words = useWords("account");
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    const reply = await call(`/api/account/me/addresses/${address.id}`, { method: "DELETE" });
    if (reply.ok) onRemoved();
  };
  return (
    <li className="panel stack">
      <address className="not-italic">
        <b className="strong">{address.name}</b>
        <br />
        {address.line1}
        {address.line2 && <>, {address.line2}</>}
        <br />
        {address.postal_code} {address.city}
        {address.state && <>, {address.state}</>}
        <br />
        {countryName(address.country, locale)}
      </address>
      {(address.default_shipping || address.default_billing) && (
        <p className="row">
          {address.default_shipping && (
            <span className="badge badge-accent">{words.addresses.shipping}</span>
          )}
          {address.default_billing && (
            <span className="badge badge-quiet">{words.addresses.billing}</span>
          )}
        </p>
      )}
      {asking ? (
        <div className="row" role="alert">
          <span>{words.addresses.removeAsk(address.name)}</span>
          <button type="button" className="btn btn-primary btn-small" onClick={() => void remove()}>
            {words.addresses.yes}
          </button>
          <button
            type="button"
            className="btn btn-quiet btn-small"
            onClick={() => setAsking(false)}
          >
            {words.addresses.no}
          </button>
        </div>
      ) : (
        <div className="row">
          <button type="button" className="btn btn-quiet btn-small" onClick={onEdit}>
            {words.addresses.edit}
          </button>
          <button type="button" className="btn btn-quiet btn-small" onClick={() => setAsking(true)}>
            {words.addresses.remove}
          </button>
        </div>
      )}
    </li>
  );
}

/** The address book. */
export function Addresses(props: Props) {
  const words = useWords("account");
  const { state, load } = useAccount<SavedAddress[]>("me/addresses");
  const [editing, setEditing] = useState<SavedAddress | "new" | null>(null);
  if (state.kind === "loading") return <Skeleton />;
  if (state.kind === "failed") return <Sorry onRetry={load} />;
  if (editing !== null) {
    return (
      <Editor
        {...props}
        address={editing === "new" ? null : editing}
        onDone={(saved) => {
          setEditing(null);
          if (saved) void load();
        }}
      />
    );
  }
  const add = (
    <button type="button" className="btn btn-primary" onClick={() => setEditing("new")}>
      {words.addresses.add}
    </button>
  );
  if (state.data.length === 0) {
    return (
      <State art="parcel" title={words.addresses.empty} text={words.addresses.emptyText}>
        {add}
      </State>
    );
  }
  return (
    <div className="stack">
      <ul className="account-cards">
        {state.data.map((address) => (
          <Card
            key={address.id}
            address={address}
            locale={props.locale}
            onEdit={() => setEditing(address)}
            onRemoved={() => void load()}
          />
        ))}
      </ul>
      <div>{add}</div>
    </div>
  );
}
