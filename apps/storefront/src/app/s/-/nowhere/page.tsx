import type { Metadata } from "next";
import { Art } from "@/components/state";
import { Document } from "@/frame/document";
import { wordsOf } from "@/messages/catalogues";

import { readTheme } from "@/theme/theme";

const { states } = wordsOf("en");

export const metadata: Metadata = { title: states.missingTitle };

/** A host that belongs to no store. */
export default function Nowhere() {
  return (
    <Document theme={readTheme(null)} locale="en" status={404}>
      <main className="bare">
        <div className="panel state-in text-center mx-auto">
          <Art name="lens" />
          <h1 className="d3">{states.missingTitle}</h1>
          <p className="muted">{states.missingText}</p>
        </div>
      </main>
    </Document>
  );
}
