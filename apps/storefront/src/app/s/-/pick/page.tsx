import type { Metadata } from "next";
import { connection } from "next/server";
import { Art } from "@/components/state";
import { Document } from "@/frame/document";
import { storeOrigin } from "@/lib/env";
import { wordsOf } from "@/messages/catalogues";

import { readTheme } from "@/theme/theme";

const { states } = wordsOf("en");

export const metadata: Metadata = { title: states.pickTitle };

/** Local mode, bare host: choose a store. The demo store's slug is `demo`. */
export default async function Pick() {
  await connection();
  return (
    <Document theme={readTheme(null)} locale="en">
      <main className="bare">
        <div className="panel state-in text-center mx-auto">
          <Art name="bag" />
          <h1 className="d3">{states.pickTitle}</h1>
          <p className="muted">{states.pickText}</p>
          <a className="btn btn-primary" href="/?store=demo">
            {states.pickDemo}
          </a>
          <form className="field w-full text-start" action="/">
            <label htmlFor="store">{states.pickLabel}</label>
            <span className="row" style={{ flexWrap: "nowrap" }}>
              <input className="input" id="store" name="store" required maxLength={63} />
              <button type="submit" className="btn btn-quiet">
                {states.pickOpen}
              </button>
            </span>
            <span className="hint">{states.pickHint(storeOrigin("demo"))}</span>
          </form>
        </div>
      </main>
    </Document>
  );
}
