import type { Metadata } from "next";
import { NewPost } from "@/features/blog/post-editor";
import { blogTexts } from "@/features/blog/texts";

export const metadata: Metadata = { title: blogTexts.messages.post_new };

export default function Page() {
  return <NewPost />;
}
