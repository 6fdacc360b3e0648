"use client";

import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import {
  DetailColumns,
  KeyValue,
  KeyValues,
  Page,
  PageHeader,
  Panel,
  PanelHeader,
} from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Thumb } from "@ecomm/ui/thumb";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useParams, useRouter } from "next/navigation";
import { useRef } from "react";
import {
  type AbTest,
  abResultsQuery,
  abTestQuery,
  abTestsKey,
  changeAbTest,
  createAbTest,
  deleteAbTest,
} from "@/api/ab-tests";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { DangerZone } from "@/shell/danger-zone";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { RoleGate } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { isMissing, loadError } from "@/shell/trouble";
import { TestActs } from "./acts";
import { Figures, HowJudged, Verdict } from "./results";
import { TestStatus } from "./status";
import { TestForm } from "./test-form";
import { abTestTexts } from "./texts";
import { blank, fromTest, toBody, type Values } from "./values";

/** A test that does not exist yet. */
export function NewAbTestPage() {
  const t = useTexts(abTestTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const key = useRef(crypto.randomUUID());
  const home = `/stores/${store.id}/ab-tests`;

  async function save(values: Values): Promise<Values> {
    const made = await createAbTest(store.id, toBody(values), key.current);
    key.current = crypto.randomUUID();
    client.setQueryData(abTestQuery(store.id, made.id).queryKey, made);
    await client.invalidateQueries({ queryKey: abTestsKey(store.id) });
    toast.success(t("created", { name: made.name }));
    router.replace(`${home}/${made.id}`);
    return fromTest(made);
  }

  return (
    <RoleGate what="marketing" back={home}>
      <Page form>
        <PageHeader title={t("new_title")} />
        <TestForm initial={blank()} save={save} />
      </Page>
    </RoleGate>
  );
}

/** A draft to be changed, or a test with its figures. */
export function AbTestPage() {
  const t = useTexts(abTestTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { testId } = useParams<{ testId: string }>();
  const test = useQuery(abTestQuery(store.id, testId));
  usePageLabel(test.data?.name ?? (isMissing(test.error) ? shell("missing_crumb") : null));
  return (
    <OneThing
      query={test}
      missing={{
        drawing: <ShelfDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/ab-tests`,
      }}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-5 w-60" />
          <Skeleton className="h-24 w-full rounded-panel" />
          <Skeleton className="h-64 w-full rounded-panel" />
        </div>
      }
    >
      {(found) => (found.status === "draft" ? <Draft test={found} /> : <Seen test={found} />)}
    </OneThing>
  );
}

function Draft({ test }: { test: AbTest }) {
  const t = useTexts(abTestTexts);
  const store = useStore();
  const client = useQueryClient();
  const router = useRouter();
  const may = useMay();

  async function save(values: Values): Promise<Values> {
    const { product_id: _, ...body } = toBody(values);
    const saved = await changeAbTest(store.id, test.id, body);
    client.setQueryData(abTestQuery(store.id, test.id).queryKey, saved);
    await client.invalidateQueries({ queryKey: abTestsKey(store.id) });
    toast.success(t("saved"));
    return fromTest(saved);
  }

  const remove = useMutation({
    mutationFn: () => deleteAbTest(store.id, test.id),
    onSuccess: async () => {
      toast.success(t("deleted", { name: test.name }));
      router.push(`/stores/${store.id}/ab-tests`);
      await client.invalidateQueries({ queryKey: abTestsKey(store.id) });
    },
  });
  return (
    <Page form>
      <PageHeader
        title={test.name}
        status={<TestStatus test={test} />}
        actions={<TestActs test={test} />}
      />
      <TestForm key={test.id} initial={fromTest(test)} fixed save={save} />
      {may("marketing") ? (
        <DangerZone
          label={t("delete")}
          note={t("delete_note")}
          title={t("delete_title", { name: test.name })}
          body={t("delete_body")}
          action={t("delete_do", { name: test.name })}
          act={remove}
        />
      ) : null}
    </Page>
  );
}

const POLL_MS = 30_000;

function Seen({ test }: { test: AbTest }) {
  const shell = useTexts(shellTexts);
  const store = useStore();
  const results = useQuery({
    ...abResultsQuery(store.id, test.id),
    refetchInterval: test.status === "running" ? POLL_MS : false,
  });
  const found = results.data;
  const trouble = loadError(results, shell);
  return (
    <Page form>
      <PageHeader
        title={test.name}
        status={<TestStatus test={test} />}
        actions={<TestActs test={test} results={found} />}
      />
      {found ? <Verdict results={found} /> : null}
      <DetailColumns
        main={
          found ? (
            <Figures results={found} />
          ) : trouble ? (
            <LoadError error={trouble} />
          ) : (
            <Skeleton className="h-64 w-full rounded-panel" />
          )
        }
        side={
          <>
            <Versions test={test} />
            {found ? <HowJudged results={found} /> : null}
          </>
        }
      />
    </Page>
  );
}

function Versions({ test }: { test: AbTest }) {
  const t = useTexts(abTestTexts);
  const store = useStore();
  const { title, description, image } = test.face;
  return (
    <Panel>
      <PanelHeader title={t("the_versions")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pb-4 text-13">
        <KeyValues>
          <KeyValue label={t("product")}>
            <Link
              href={`/stores/${store.id}/products/${test.product_id}`}
              className="rounded-xs break-words hover:text-accent"
            >
              {test.product_title}
            </Link>
          </KeyValue>
          <KeyValue label={t("face_title")}>
            <span className="break-words">{title ?? t("face_same")}</span>
          </KeyValue>
          <KeyValue label={t("face_description")}>
            {description === null ? t("face_same") : t("face_changed")}
          </KeyValue>
          <KeyValue label={t("face_picture")}>
            {image ? <Thumb picture={image} size={40} /> : t("face_same")}
          </KeyValue>
          <KeyValue label={t("share")}>{`${test.share_of_b} %`}</KeyValue>
        </KeyValues>
      </div>
    </Panel>
  );
}
