import type { Metadata } from "next";
import { PostEditor } from "@/features/blog/post-editor";
import { blogTexts } from "@/features/blog/texts";

export const metadata: Metadata = { title: blogTexts.messages.blog };

export default async function Page({ params }: { params: Promise<{ postId: string }> }) {
  return <PostEditor id={(await params).postId} />;
}
