import { createFileRoute } from "@tanstack/react-router";
import { PolicySettings } from "../../settings/PolicySettings";

export const Route = createFileRoute("/_app/settings/policy")({ component: PolicySettings });
