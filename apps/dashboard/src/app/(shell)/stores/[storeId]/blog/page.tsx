import type { Metadata } from "next";
import { PostsPage } from "@/features/blog/posts-page";
import { blogTexts } from "@/features/blog/texts";

export const metadata: Metadata = { title: blogTexts.messages.blog };

export default function Page() {
  return <PostsPage />;
}
