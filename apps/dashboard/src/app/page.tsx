import { cookies } from "next/headers";
import { redirect } from "next/navigation";

/** Straight to the store one worked in last. */
export default async function Home() {
  const last = (await cookies()).get("ecomm_store")?.value ?? "";
  redirect(/^[0-9a-f-]{36}$/.test(last) ? `/stores/${last}` : "/stores");
}
