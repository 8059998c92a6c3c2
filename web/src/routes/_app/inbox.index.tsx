import { createFileRoute } from "@tanstack/react-router";
import { NoConversation } from "../../inbox/NoConversation";

export const Route = createFileRoute("/_app/inbox/")({ component: NoConversation });
