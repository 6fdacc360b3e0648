import type { Order } from "@/lib/api-types";

type Event = Order["fulfillments"][number]["events"][number];

/** What was heard of a parcel on its way, newest first. */
export function ParcelEvents({ events, locale }: { events: readonly Event[]; locale: string }) {
  if (events.length === 0) return null;
  const when = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  return (
    <ol className="heard">
      {[...events].reverse().map((event) => (
        <li key={`${event.at} ${event.message}`}>
          <b className="strong">{event.message}</b>
          <span className="small muted">
            <time dateTime={event.at}>{when.format(new Date(event.at))}</time>
            {event.location && `, ${event.location}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
