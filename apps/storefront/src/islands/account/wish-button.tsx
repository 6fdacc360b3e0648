"use client";

import { useEffect, useState } from "react";
import { useWords } from "#words";

import { guestWishes, keepWishes } from "./wishes";

const url = "/api/account/me/wishlist";
const ours = { "Content-Type": "application/json" };

/** The heart of a product. A guest's list stays in the browser until they sign in. */
export function WishButton(wish: { slug: string; id: string; title: string; shop: string }) {
  const words = useWords("product");
  const { shop, ...product } = wish;
  const [on, setOn] = useState(false);
  const [signed, setSigned] = useState(false);
  useEffect(() => {
    const known = document.cookie.includes(`ecomm_signed_${shop}=1`);
    setSigned(known);
    setOn(guestWishes(shop).some(({ id }) => id === product.id));
    if (!known) return;
    fetch(url)
      .then((reply) => reply.json())
      .then(({ data }) =>
        setOn(data.some((one: { product_id: string }) => one.product_id === product.id)),
      )
      .catch(() => setOn(false));
  }, [shop, product.id]);

  const turn = () => {
    setOn(!on);
    if (!signed) {
      const others = guestWishes(shop).filter(({ id }) => id !== product.id);
      keepWishes(shop, on ? others : [product, ...others]);
      return;
    }
    const body = JSON.stringify({ product_ids: [product.id] });
    const change = on
      ? fetch(`${url}/${product.id}`, { method: "DELETE", headers: ours })
      : fetch(url, { method: "POST", headers: ours, body });
    change.then((reply) => reply.ok || setOn(on)).catch(() => setOn(on));
  };
  return (
    <button type="button" className="btn btn-quiet wish" aria-pressed={on} onClick={turn}>
      <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 20s-7.5-4.6-7.5-10A4.3 4.3 0 0 1 12 7.3 4.3 4.3 0 0 1 19.500 10c0 5.400-7.500 10-7.500 10z" />
      </svg>
      {on ? words.wished : words.wish}
    </button>
  );
}
