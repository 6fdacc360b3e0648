"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { toast } from "@ecomm/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { useRef } from "react";
import { createVolume, replaceVolume, upsellsKey, type Volume, volumeQuery } from "@/api/upsells";
import { useStore } from "@/features/stores/store-context";
import { NewUpsell, OneUpsell, UpsellEditor } from "./editor-frame";
import { Numbers } from "./numbers";
import { rowOfVolume } from "./rows";
import { upsellsTexts } from "./texts";
import { VolumeForm } from "./volume-form";
import { blankVolume, fromVolume, type VolumeValues, volumeBody } from "./volume-values";

/** Volume prices that do not exist yet. */
export function NewVolumePage() {
  const t = useTexts(upsellsTexts);
  const store = useStore();
  return (
    <NewUpsell<VolumeValues>
      kind="volume"
      title={t("new_volume")}
      create={async (values, key) => {
        const made = await createVolume(store.id, volumeBody(values, store.currency, null), key);
        return { id: made.id, name: made.name, values: fromVolume(made, store.currency) };
      }}
    >
      {(save) => <VolumeForm initial={blankVolume()} save={save} />}
    </NewUpsell>
  );
}

/** Existing volume prices. */
export function VolumePage() {
  const store = useStore();
  const { upsellId } = useParams<{ upsellId: string }>();
  const volume = useQuery(volumeQuery(store.id, upsellId));
  return (
    <OneUpsell kind="volume" query={volume} nameOf={(found) => found.name}>
      {(found) => <Editor key={found.id} volume={found} />}
    </OneUpsell>
  );
}

function Editor({ volume }: { volume: Volume }) {
  const t = useTexts(upsellsTexts);
  const store = useStore();
  const client = useQueryClient();
  const latest = useRef(volume);
  async function save(values: VolumeValues): Promise<VolumeValues> {
    const saved = await replaceVolume(store.id, volume.id, {
      ...volumeBody(values, store.currency, latest.current),
      version: latest.current.version,
    });
    latest.current = saved;
    client.setQueryData(volumeQuery(store.id, volume.id).queryKey, saved);
    await client.invalidateQueries({ queryKey: upsellsKey(store.id) });
    toast.success(t("saved"));
    return fromVolume(saved, store.currency);
  }
  return (
    <UpsellEditor
      kind="volume"
      id={volume.id}
      name={volume.name}
      state={rowOfVolume(volume, "").state}
    >
      <VolumeForm
        initial={fromVolume(volume, store.currency)}
        save={save}
        side={<Numbers id={volume.id} />}
      />
    </UpsellEditor>
  );
}
