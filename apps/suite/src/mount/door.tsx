import { isDoorStep, type ProductFace } from "@ecomm/suite-kit/product";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { ForgotForm } from "@/features/door/forgot-form";
import { LookProvider } from "@/features/door/frame";
import { LoginForm } from "@/features/door/login-form";
import { EnterPage, VerifyPage } from "@/features/door/once";
import { RegisterForm } from "@/features/door/register-form";
import { ResetForm } from "@/features/door/reset-form";
import { doorTexts } from "@/features/door/texts";
import { LOCALE } from "./locale";

type Search = Record<string, string | string[] | undefined>;

export interface DoorProps {
  params: Promise<{ step: string }>;
  searchParams: Promise<Search>;
}

const one = (value: string | string[] | undefined): string | null =>
  typeof value === "string" ? value : null;

export async function doorMetadata(product: ProductFace, props: DoorProps): Promise<Metadata> {
  const { step } = await props.params;
  const t = doorTexts.translator(LOCALE);
  const titles: Record<string, string> = {
    login: t("login_title"),
    register: t("register_title"),
    forgot: t("forgot_title"),
    reset: t("reset_title"),
    verify: t("verify_title"),
    enter: t("enter_title", { product: product.title }),
  };
  return { title: titles[step] ?? product.title };
}

/** Signing up and in, and what mails and the platform lead to: alike for every product. */
export async function Door({ product, ...props }: DoorProps & { product: ProductFace }) {
  const { step } = await props.params;
  const search = await props.searchParams;
  if (!isDoorStep(step)) notFound();
  const { Mark, Aside } = product;
  return (
    <LookProvider value={{ mark: <Mark />, aside: <Aside /> }}>{pageOf(step, search)}</LookProvider>
  );
}

function pageOf(step: string, search: Search): ReactNode {
  switch (step) {
    case "login":
      return <LoginForm next={one(search.next)} ended={search.ended === "1"} />;
    case "register":
      return <RegisterForm next={one(search.next)} />;
    case "forgot":
      return <ForgotForm />;
    case "reset":
      return <ResetForm token={one(search.token) ?? ""} />;
    case "verify":
      return <VerifyPage token={one(search.token) ?? ""} />;
    default:
      return <EnterPage ticket={one(search.ticket) ?? ""} path={one(search.path)} />;
  }
}
