"use client";

import { useState } from "react";
import { useWords } from "#words";

import { call } from "../call";

/** The buyer's invoice: made when it is first asked for, then downloaded. */
export function Papers({ id, token }: { id: string; token: string }) {
  const words = useWords("papers");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const at = (path: string): string =>
    `/api/orders/${encodeURIComponent(id)}/${path}?${new URLSearchParams({ token })}`;

  async function download() {
    setBusy(true);
    setTrouble(null);
    const made = await call(at("invoices"), { method: "POST", body: {} });
    setBusy(false);
    if (made.ok) window.location.assign(at("invoices/pdf"));
    else {
      const missing = made.problem.code === "no_invoice_seller";
      setTrouble(missing ? words.notYet : made.problem.message || words.lost);
    }
  }

  return (
    <section className="panel stack" aria-labelledby="papers">
      <h2 className="d3" id="papers">
        {words.title}
      </h2>
      <p className="muted">{words.text}</p>
      {trouble && <p role="alert">{trouble}</p>}
      <div className="row">
        <button
          type="button"
          className="btn btn-quiet"
          disabled={busy}
          onClick={() => void download()}
        >
          {words.download}
        </button>
      </div>
    </section>
  );
}
