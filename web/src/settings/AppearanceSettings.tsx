import { Trans, useLingui } from "@lingui/react/macro";
import { useRouteContext, useRouter } from "@tanstack/react-router";
import { LogOut } from "lucide-react";
import { useState } from "react";
import { dateTime, money } from "../i18n/format";
import { calendar, language, setTheme, theme } from "../i18n/language";
import { chooseCalendar, chooseLanguage } from "../shell/appearance";
import { chooseBusiness, useBusiness } from "../shell/business";
import { now } from "../shell/clock";
import { useSignOut } from "../shell/Frame";
import { Card } from "../shell/layout";
import { Button } from "../ui/Button";
import { Segments } from "../ui/Choice";
import { SelectField } from "../ui/Field";
import { Icon } from "../ui/Icon";

/** How the page looks and writes, on this device. */
export function AppearanceSettings() {
  const { t } = useLingui();
  const [look, setLook] = useState(theme);
  return (
    <>
      <Card>
        <div className="flex flex-col gap-5">
          <Segments
            label={t`Language`}
            name="language"
            value={language()}
            onChange={chooseLanguage}
            options={[
              { value: "fa", title: <span lang="fa">فارسی</span> },
              { value: "en", title: <span lang="en">English</span> },
            ]}
          />
          <Segments
            label={t`Calendar`}
            name="calendar"
            value={calendar()}
            onChange={chooseCalendar}
            options={[
              { value: "jalali", title: t`Jalali` },
              { value: "gregorian", title: t`Gregorian` },
            ]}
          />
          <Segments
            label={t`Colours`}
            name="theme"
            value={look}
            onChange={(choice) => {
              setTheme(choice);
              setLook(choice);
            }}
            options={[
              { value: "light", title: t`Light` },
              { value: "dark", title: t`Dark` },
              { value: "system", title: t`Like the device` },
            ]}
          />
        </div>
        <p className="mt-5 border-t border-line pt-4 text-ink-2">
          <Trans>It is written like this:</Trans>{" "}
          <span className="font-medium text-ink">
            {dateTime(now())} · {money({ minor: 850_000, currency: "IRT" })}
          </span>
        </p>
      </Card>
      <Session />
    </>
  );
}

function Session() {
  const { t } = useLingui();
  const { me } = useRouteContext({ from: "/_app" });
  const business = useBusiness();
  const router = useRouter();
  const signOut = useSignOut();
  return (
    <Card title={<Trans>You</Trans>}>
      <p className="font-medium">
        <bdi>{me.member.name}</bdi>
      </p>
      <p className="text-ink-3">
        <bdi dir="ltr">{me.member.email}</bdi>
      </p>
      {me.businesses.length > 1 ? (
        <div className="mt-4 max-w-xs">
          <SelectField
            label={t`Business`}
            value={business.id}
            onChange={(event) => {
              chooseBusiness(event.target.value);
              void router.invalidate();
            }}
          >
            {me.businesses.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </SelectField>
        </div>
      ) : null}
      <Button className="mt-4" onPress={signOut}>
        <Icon of={LogOut} mirrors />
        <Trans>Sign out</Trans>
      </Button>
    </Card>
  );
}
