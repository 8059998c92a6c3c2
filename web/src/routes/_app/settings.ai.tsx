import { createFileRoute } from "@tanstack/react-router";
import { AiSettingsPage } from "../../settings/AiSettingsPage";

export const Route = createFileRoute("/_app/settings/ai")({ component: AiSettingsPage });
