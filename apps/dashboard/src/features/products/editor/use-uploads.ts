"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { useCallback, useRef, useState } from "react";
import { type Media, uploadPicture } from "@/api/products";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { editorTexts } from "./texts";

export const MAX_MEDIA = 250;
const MAX_BYTES = 20 * 1024 * 1024;

export interface Upload {
  key: string;
  name: string;
  preview: string;
  ratio: number;
  error: string | null;
  file: File;
}

/** Uploads pictures two at a time; each shows how far it is and can be tried again. */
export function useUploads(
  storeId: string,
  onDone: (media: Media) => void,
): {
  uploads: Upload[];
  add: (files: Iterable<File>) => void;
  retry: (key: string) => void;
  dismiss: (key: string) => void;
} {
  const t = useTexts(editorTexts);
  const shell = useTexts(shellTexts);
  const [uploads, setUploads] = useState<Upload[]>([]);
  const waiting = useRef<Upload[]>([]);
  const running = useRef(0);
  const done = useRef(onDone);
  done.current = onDone;

  const change = useCallback((key: string, part: Partial<Upload>) => {
    setUploads((all) => all.map((entry) => (entry.key === key ? { ...entry, ...part } : entry)));
  }, []);

  const dismiss = useCallback((key: string) => {
    setUploads((all) => {
      const gone = all.find((entry) => entry.key === key);
      if (gone) URL.revokeObjectURL(gone.preview);
      return all.filter((entry) => entry.key !== key);
    });
  }, []);

  const pump = useCallback(() => {
    while (running.current < 2) {
      const next = waiting.current.shift();
      if (!next) return;
      running.current += 1;
      uploadPicture(storeId, null, next.file, (ratio) => change(next.key, { ratio }))
        .then((media) => {
          dismiss(next.key);
          done.current(media);
        })
        .catch((error: unknown) => change(next.key, { error: troubleText(error, shell) }))
        .finally(() => {
          running.current -= 1;
          pump();
        });
    }
  }, [storeId, change, dismiss, shell]);

  const add = useCallback(
    (files: Iterable<File>) => {
      const fresh = [...files].map((file): Upload => {
        const wrong = !file.type.startsWith("image/")
          ? t("media_not_image")
          : file.size > MAX_BYTES
            ? t("media_too_big")
            : null;
        return {
          key: crypto.randomUUID(),
          name: file.name,
          preview: URL.createObjectURL(file),
          ratio: 0,
          error: wrong,
          file,
        };
      });
      setUploads((all) => [...all, ...fresh]);
      waiting.current.push(...fresh.filter((entry) => entry.error === null));
      pump();
    },
    [pump, t],
  );

  const retry = useCallback(
    (key: string) => {
      setUploads((all) => {
        const entry = all.find((upload) => upload.key === key);
        if (entry) waiting.current.push(entry);
        return all.map((upload) =>
          upload.key === key ? { ...upload, error: null, ratio: 0 } : upload,
        );
      });
      queueMicrotask(pump);
    },
    [pump],
  );

  return { uploads, add, retry, dismiss };
}
