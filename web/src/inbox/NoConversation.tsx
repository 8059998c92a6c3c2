import { useLingui } from "@lingui/react/macro";
import { MessagesSquare } from "lucide-react";
import { Empty } from "../ui/States";

/** The thread's place before a conversation is chosen; wide pages only. */
export function NoConversation() {
  const { t } = useLingui();
  return (
    <div className="hidden h-full md:block">
      <Empty icon={MessagesSquare} title={t`Choose a conversation`}>
        {t`Its messages, comments and answers appear here, live.`}
      </Empty>
    </div>
  );
}
