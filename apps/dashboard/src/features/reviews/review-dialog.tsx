"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Textarea } from "@ecomm/ui/input";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Notice } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { answerReview, type Review, type ReviewAction, reviewsKey } from "@/api/reviews";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { Stars } from "./stars";
import { ReviewOrigin, ReviewState } from "./status";
import { reviewsTexts } from "./texts";

const LONGEST = 2_000;

/** One review, whole, with what one may do about it and the shop's answer. */
export function ReviewDialog({
  review,
  onAct,
  onClose,
}: {
  review: Review;
  onAct: (action: ReviewAction) => void;
  onClose: () => void;
}) {
  const t = useTexts(reviewsTexts);
  const store = useStore();
  const mine = useMay()("content");
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t("name", { author: review.author || t("forgotten") })}
        description={review.product_title}
      >
        <DialogBody className="grid grid-cols-[minmax(0,1fr)] gap-4 text-13">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <Stars count={review.rating} />
            <ReviewState review={review} />
            <ReviewOrigin review={review} />
            <time dateTime={review.written_at} className="num text-12 text-subtle">
              {formatDate(review.written_at, "dayYear", t.locale, store.timezone)}
            </time>
            {review.order_id ? (
              <Link
                href={`/stores/${store.id}/orders/${review.order_id}`}
                className="num rounded-xs text-12 text-accent hover:underline"
              >
                {t("order", { number: String(review.order_number) })}
              </Link>
            ) : null}
          </span>
          {review.held_words.length > 0 && review.status === "pending" ? (
            <Notice tone="warning">{t("held", { words: review.held_words.join(", ") })}</Notice>
          ) : null}
          <div className="grid gap-1 wrap-anywhere">
            {review.title ? <p className="font-medium">{review.title}</p> : null}
            <p className="whitespace-pre-line">{review.body || t("no_words")}</p>
          </div>
          {review.photos.length > 0 ? (
            <ul className="flex flex-wrap gap-2">
              {review.photos.map((photo, at) => (
                <li key={photo.id}>
                  <a href={photo.url} target="_blank" rel="noreferrer" className="block rounded-md">
                    {/* biome-ignore lint/performance/noImgElement: made small by the API */}
                    <img
                      src={photo.sizes[0]?.url ?? photo.url}
                      alt={t("photo", { number: at + 1 })}
                      className="size-20 rounded-md border object-cover"
                    />
                  </a>
                </li>
              ))}
            </ul>
          ) : null}
          <Answer review={review} />
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>{t("close")}</Button>
          </DialogClose>
          {mine && review.status !== "rejected" ? (
            <Button onClick={() => onAct("reject")}>{t("reject")}</Button>
          ) : null}
          {mine && review.status !== "published" ? (
            <Button variant="primary" onClick={() => onAct("publish")}>
              {t("publish")}
            </Button>
          ) : null}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

function Answer({ review }: { review: Review }) {
  const t = useTexts(reviewsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const mine = useMay()("content");
  const [text, setText] = useState(review.reply ?? "");
  const answer = useMutation({
    mutationFn: (said: string | null) => answerReview(store.id, review.id, said),
    onSuccess: async (saved) => {
      setText(saved.reply ?? "");
      toast.success(t(saved.reply === null ? "reply_removed" : "reply_saved"));
      await client.invalidateQueries({ queryKey: reviewsKey(store.id) });
    },
  });
  if (!mine) return review.reply ? <p className="text-muted">{review.reply}</p> : null;
  if (review.status !== "published") {
    return <p className="border-t pt-3 text-muted">{t("reply_first")}</p>;
  }
  return (
    <form
      className="grid gap-3 border-t pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) answer.mutate(text.trim());
      }}
    >
      <FormProblem>{answer.error ? troubleText(answer.error, shell) : null}</FormProblem>
      <Field label={t("reply")} help={t("reply_help")}>
        <Textarea
          rows={3}
          maxLength={LONGEST}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <span className="flex flex-wrap items-center gap-2">
        <Button type="submit" size="sm" disabled={!text.trim()} pending={answer.isPending}>
          {t("reply_save")}
        </Button>
        {review.reply ? (
          <Button size="sm" variant="ghost" onClick={() => answer.mutate(null)}>
            {t("reply_remove")}
          </Button>
        ) : null}
      </span>
    </form>
  );
}
