"use client";

import type { AppPageProps, ProductApp } from "@ecomm/suite-kit/product";
import { House } from "lucide-react";
import dynamic from "next/dynamic";
import { Mark } from "./face/mark";
import { faceTexts } from "./face/texts";

const Home = dynamic<AppPageProps>(() => import("./app/home").then((part) => part.Home));

const SCOPES = {
  "drafts:read": "scope_drafts_read",
  "drafts:write": "scope_drafts_write",
  "facts:read": "scope_facts_read",
  "facts:write": "scope_facts_write",
} as const;

/** ContentForge's part of its dashboard. */
export const app: ProductApp = {
  Mark,
  title: "ContentForge",
  navigation: (locale, base) => [
    {
      key: "work",
      items: [
        {
          key: "home",
          href: `${base}/app`,
          label: faceTexts.translator(locale)("home"),
          icon: House,
        },
      ],
    },
  ],
  pages: { "": Home },
  limitName: (locale, limit) => {
    const t = faceTexts.translator(locale);
    const key = `limit_${limit}`;
    return t.has(key) ? t(key as "limit_products") : limit.replaceAll("_", " ");
  },
  scopeName: (locale, scope) => {
    const key = SCOPES[scope as keyof typeof SCOPES];
    return key ? faceTexts.translator(locale)(key) : null;
  },
  disconnecting: (locale) => faceTexts.translator(locale)("disconnecting"),
};
