"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { DropdownMenuLabel, DropdownMenuRadioGroup, DropdownMenuRadioItem } from "./dropdown-menu";
import { useTexts } from "./i18n";
import { readTheme, THEME_COOKIE, type Theme } from "./lib/theme";
import { uiTexts } from "./texts";

const YEAR = 365 * 24 * 3600;

/** Applies a theme now and for the next year. */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari < 18.4
  document.cookie = `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;
}

/** The theme in force, as <html> says. */
export function currentTheme(): Theme {
  return readTheme(document.documentElement.dataset.theme);
}

const ICONS = { system: Monitor, light: Sun, dark: Moon };

/** The three choices as items of a menu. */
export function ThemeMenuItems() {
  const t = useTexts(uiTexts);
  const [theme, setTheme] = useState<Theme>(() => currentTheme());
  const names = { system: t("theme_system"), light: t("theme_light"), dark: t("theme_dark") };
  return (
    <>
      <DropdownMenuLabel>{t("theme")}</DropdownMenuLabel>
      <DropdownMenuRadioGroup
        value={theme}
        onValueChange={(value) => {
          const next = readTheme(value);
          setTheme(next);
          applyTheme(next);
        }}
      >
        {(["system", "light", "dark"] as const).map((choice) => {
          const Icon = ICONS[choice];
          return (
            <DropdownMenuRadioItem
              key={choice}
              value={choice}
              onSelect={(event) => event.preventDefault()}
            >
              <Icon aria-hidden />
              {names[choice]}
            </DropdownMenuRadioItem>
          );
        })}
      </DropdownMenuRadioGroup>
    </>
  );
}
