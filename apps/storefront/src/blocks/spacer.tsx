import type { z } from "zod";
import type { BlockProps } from "./block-props";
import type { spacer } from "./schemas";

/** Air between two blocks. */
export function Spacer({ settings }: BlockProps<z.infer<typeof spacer>>) {
  return <div className="spacer" data-size={settings.size} aria-hidden="true" />;
}
