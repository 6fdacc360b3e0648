import { notFound } from "next/navigation";

/** Whatever has no page. */
export default function Page() {
  notFound();
}
