"use client";

/** What is wrong with a field, beside it and in the page's language, instead of the browser's bubble. */
import { type FormEvent, useState } from "react";
import { useWords } from "#words";

/** Properties for an input, and what it complains about: "" while nothing is known to be wrong. */
export function useComplaint() {
  const { field: words } = useWords("common");
  const [complaint, setComplaint] = useState("");
  const onInvalid = (event: FormEvent<HTMLInputElement>) => {
    event.preventDefault();
    const input = event.currentTarget;
    const { valueMissing, typeMismatch, tooShort } = input.validity;
    if (valueMissing) setComplaint(words.missing);
    else if (typeMismatch && input.type === "email") setComplaint(words.email);
    else if (tooShort) setComplaint(words.short(input.minLength));
    else setComplaint(words.wrong);
    // Without its bubble a browser does not go to the first field by itself.
    if (input.form?.querySelector("input:invalid") === input) input.focus();
  };
  return { complaint, props: { onInvalid, onInput: () => setComplaint("") } };
}
