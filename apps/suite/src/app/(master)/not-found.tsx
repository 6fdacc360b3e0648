import { masterTexts } from "@/master/texts";
import { LOCALE } from "@/mount/locale";

export default function NotFound() {
  const t = masterTexts.translator(LOCALE);
  return (
    <main className="m-missing" id="main">
      <h1>{t("missing_title")}</h1>
      <a className="l-btn" href="/">
        {t("missing_action")}
      </a>
    </main>
  );
}
