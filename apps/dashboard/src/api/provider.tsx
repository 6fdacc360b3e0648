"use client";

import { isApiError, isTransient } from "@ecomm/api-client";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

/**
 * The session is over: sign in again and come back here. Forms keep what was entered in this
 * tab's storage, so nothing typed is lost on the way.
 */
function signInAgain(error: unknown): void {
  if (!isApiError(error) || error.status !== 401) return;
  const { pathname, search } = window.location;
  if (pathname === "/login" || pathname === "/register") return;
  window.location.assign(`/login?ended=1&next=${encodeURIComponent(pathname + search)}`);
}

function makeClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: signInAgain }),
    mutationCache: new MutationCache({ onError: signInAgain }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) => isTransient(error) && count < 2,
        retryDelay: (attempt) => Math.min(4_000, 500 * 2 ** attempt),
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
}

export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
