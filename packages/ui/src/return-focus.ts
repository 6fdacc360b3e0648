import { useState } from "react";

/**
 * Gives the focus back to what had it when a dialog opened, for dialogs that are opened by code
 * and so know no trigger. To be called by what is mounted with the dialog; the state is read
 * while it renders, before anything inside takes the focus.
 */
export function useReturnFocus(): (event: Event) => void {
  const [opener] = useState(() => document.activeElement);
  return (event) => {
    if (!(opener instanceof HTMLElement) || !opener.isConnected || opener === document.body) return;
    event.preventDefault();
    opener.focus();
  };
}
