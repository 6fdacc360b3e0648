import { useWords } from "#words";
import { Stars } from "@/components/stars";
import type { Reviews } from "@/lib/api-types";

const BARS = ["fives", "fours", "threes", "twos", "ones"] as const;
const WHOLE = 5;

/** What buyers say of a product: the mean, how many of each, and the newest in full. */
export function ProductReviews({ found, locale }: { found: Reviews; locale: string }) {
  const words = useWords("reviews");
  const { rating, histogram } = found;
  if (rating === null) return null;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  return (
    <section className="section reviews" id="reviews" aria-labelledby="reviews-title">
      <h2 className="d2" id="reviews-title">
        {words.title}
      </h2>
      <div className="reviews-in">
        <div className="reviews-sum">
          <p className="reviews-mean">{words.average(number.format(rating.average))}</p>
          <Stars value={rating.average} label={words.stars(number.format(rating.average))} />
          <p className="small muted">{words.count(number.format(rating.count))}</p>
          <dl className="reviews-bars">
            {BARS.map((name, at) => (
              <div key={name}>
                <dt>
                  <span className="sr-only">{words.stars(String(WHOLE - at))}</span>
                  <span aria-hidden="true">{WHOLE - at} ★</span>
                </dt>
                <dd>
                  <span className="reviews-bar" aria-hidden="true">
                    <span style={{ inlineSize: `${(histogram[name] / rating.count) * 100}%` }} />
                  </span>
                  <span className="small muted">{number.format(histogram[name])}</span>
                </dd>
              </div>
            ))}
          </dl>
        </div>
        <ul className="reviews-list">
          {found.reviews.map((review) => (
            <li key={review.id}>
              <p className="reviews-head">
                <Stars value={review.rating} />
                <span>{review.author || words.nameless}</span>
                {review.verified && <span className="badge">{words.verified}</span>}
                {review.imported && <span className="badge">{words.imported}</span>}
                <time className="small muted" dateTime={review.written_at}>
                  {day.format(new Date(review.written_at))}
                </time>
              </p>
              {review.title && <h3 className="reviews-title">{review.title}</h3>}
              {review.body && <p className="reviews-body">{review.body}</p>}
              {review.photos.length > 0 && (
                <ul className="reviews-photos">
                  {review.photos.map((photo, at) => (
                    <li key={photo.id}>
                      <a href={photo.url} target="_blank" rel="noreferrer">
                        {/* biome-ignore lint/performance/noImgElement: made small by the API */}
                        <img
                          src={photo.sizes[0]?.url ?? photo.url}
                          alt={words.picture(String(at + 1))}
                          width={88}
                          height={88}
                          loading="lazy"
                        />
                      </a>
                    </li>
                  ))}
                </ul>
              )}
              {review.reply && (
                <div className="reviews-reply">
                  <p className="small muted">{words.shopSays}</p>
                  <p className="reviews-body">{review.reply}</p>
                </div>
              )}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
