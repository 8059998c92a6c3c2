import { useLingui } from "@lingui/react/macro";
import { Store } from "lucide-react";
import { Empty } from "../ui/States";

/** Someone who is signed in but belongs to no business. */
export function NoBusiness({ name }: { name: string }) {
  const { t } = useLingui();
  return (
    <main className="h-dvh">
      <h1 className="sr-only">Palette</h1>
      <Empty icon={Store} title={t`${name}, you belong to no business yet`}>
        {t`Ask the owner of the business for an invitation.`}
      </Empty>
    </main>
  );
}
