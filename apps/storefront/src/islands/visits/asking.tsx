"use client";

import { type ComponentType, useEffect, useState } from "react";
import { type AskingProps, areOpen, choiceOf, driven, objects, useChoices } from "./choice";

/**
 * Asks once, when the page is done, whether visits may be told apart; again from the foot of the
 * page. Who was asked, and who asks not to be followed, pays for none of it.
 */
export function Asking(props: AskingProps) {
  const { shop, locale } = props;
  const version = useChoices();
  const [Banner, setBanner] = useState<ComponentType<AskingProps> | null>(null);
  const [asked, setAsked] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is another choice
  useEffect(() => {
    const choice = choiceOf(shop);
    const asks = (choice === null && !objects() && !driven()) || areOpen();
    setAsked(asks);
    if (choice && !choice.told) void import("./said").then(({ settle }) => settle(shop, locale));
    if (asks) void import("./banner").then((loaded) => setBanner(() => loaded.Banner));
  }, [shop, locale, version]);
  return asked && Banner ? <Banner {...props} /> : null;
}
