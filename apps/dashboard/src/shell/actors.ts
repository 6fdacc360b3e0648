"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { useQuery } from "@tanstack/react-query";
import { meQuery } from "@/api/account";
import { actorTexts } from "./actor-texts";

/** Who did something, by what they are to the reader: the API names people by their id only. */
export function actorKey(
  actor: string,
  me: string | undefined,
): keyof (typeof actorTexts)["messages"] {
  if (actor.startsWith("user:")) {
    return me !== undefined && actor === `user:${me}` ? "you" : "team";
  }
  switch (actor) {
    case "shopper":
      return "shopper";
    case "provider":
      return "provider";
    case "cli":
      return "cli";
    default:
      return "shop"; // the system, its sweeper, and whatever works there one day
  }
}

/** Words for an actor of the API, as they follow on "by". */
export function useActor(): (actor: string) => string {
  const t = useTexts(actorTexts);
  const { data } = useQuery(meQuery);
  return (actor) => t(actorKey(actor, data?.id));
}
