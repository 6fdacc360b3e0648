import { Found, foundMeta } from "@/listing/found";

export const dynamic = "force-dynamic";
export const generateMetadata = foundMeta;
export default Found;
