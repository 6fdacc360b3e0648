import { useWords } from "#words";
import { ShopLink } from "@/components/shop-link";
import { Art } from "@/components/state";

/** 404 inside a shop: the way back, and that nothing is lost. */
export default function NotFound() {
  const words = useWords("notFound");
  return (
    <div className="wrap section">
      <div className="state panel">
        <div className="state-in state-split">
          <div className="state-picture">
            <span className="state-number" aria-hidden="true">
              404
            </span>
            <Art name="parcel" />
          </div>
          <div className="stack">
            <h1 className="d2">{words.title}</h1>
            <p className="lead">{words.text}</p>
            <div className="row">
              <ShopLink className="btn btn-primary" href="/products">
                {words.all}
              </ShopLink>
              <ShopLink className="btn btn-quiet" href="/">
                {words.home}
              </ShopLink>
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}
