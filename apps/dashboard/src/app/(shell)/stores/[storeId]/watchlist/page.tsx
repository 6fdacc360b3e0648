import type { Metadata } from "next";
import { watchlistTexts } from "@/features/watchlist/texts";
import { WatchlistPage } from "@/features/watchlist/watchlist-page";

export const metadata: Metadata = { title: watchlistTexts.messages.title };

export default function Page() {
  return <WatchlistPage />;
}
