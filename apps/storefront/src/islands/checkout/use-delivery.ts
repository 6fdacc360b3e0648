"use client";

import { useEffect, useRef, useState } from "react";
import type { SavedAddress } from "@/lib/api-types";
import { call, newKey } from "../call";
import { TYPED } from "./address-book";
import { EMPTY_FIELDS, type FieldName, type Fields, readFields } from "./form-state";
import { firstAddress, type Shopper } from "./use-shopper";

interface Options {
  shopper: Shopper;
  fields: Fields;
  fill: (found: Partial<Fields>) => void;
  offered: (country: string) => boolean;
}

const ADDRESS: readonly FieldName[] = ["country", "name", "line1", "postal_code", "city"];

/** An address of the book as the form holds it: what it has not is empty. */
function fieldsOf(address: SavedAddress): Omit<Fields, "email"> {
  const { email: _email, ...empty } = EMPTY_FIELDS;
  const { email: _none, ...found } = readFields(address);
  return { ...empty, ...found };
}

const isThis = (address: SavedAddress, fields: Fields): boolean =>
  ADDRESS.every(
    (name) => fieldsOf(address)[name as keyof ReturnType<typeof fieldsOf>] === fields[name],
  );

/** Where it goes: an address of the book, or one that is typed and may be kept in it. */
export function useDelivery({ shopper, fields, fill, offered }: Options) {
  const [chosen, setChosen] = useState(TYPED);
  const [keep, setKeep] = useState(false);
  const begun = useRef(false);
  const kept = useRef("");

  useEffect(() => {
    if (shopper.kind !== "known" || begun.current) return;
    begun.current = true;
    const email = fields.email || shopper.me.email;
    // What was typed before a reload stands; it may be one of the book.
    if (fields.line1) {
      setChosen(shopper.addresses.find((address) => isThis(address, fields))?.id ?? TYPED);
      return fill({ email });
    }
    const first = firstAddress(shopper.addresses, offered);
    setChosen(first?.id ?? TYPED);
    fill(first ? { ...fieldsOf(first), email } : { email, name: fields.name || shopper.me.name });
  }, [shopper, fields, fill, offered]);

  const choose = (id: string) => {
    if (shopper.kind !== "known") return;
    setChosen(id);
    const address = shopper.addresses.find((one) => one.id === id);
    const { email: _email, country: _country, ...empty } = EMPTY_FIELDS;
    fill(address ? fieldsOf(address) : { ...empty, name: shopper.me.name });
  };

  /** Puts what was typed into the book, once. A purchase does not wait for it to succeed. */
  const keepTyped = async () => {
    if (shopper.kind !== "known" || chosen !== TYPED || !keep) return;
    const { email: _email, ...address } = fields;
    const body = JSON.stringify(address);
    if (kept.current === body) return;
    const reply = await call("/api/account/me/addresses", {
      method: "POST",
      body: address,
      key: newKey(),
    });
    if (reply.ok) kept.current = body;
  };

  return { chosen, choose, keep, setKeep, keepTyped };
}
