import { useLingui } from "@lingui/react/macro";
import { MessageCircle } from "lucide-react";
import { Empty } from "../ui/States";

/** The comments' place before a post is chosen; wide pages only. */
export function NoPost() {
  const { t } = useLingui();
  return (
    <div className="hidden h-full md:block">
      <Empty icon={MessageCircle} title={t`Choose a post`}>
        {t`Its comments and the answers to them appear here, live.`}
      </Empty>
    </div>
  );
}
