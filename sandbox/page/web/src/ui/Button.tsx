import type { ComponentProps } from "react";
import { useTab } from "./reach";
import "./ui.css";

type Props = ComponentProps<"button"> & { kind?: "primary" | "danger" | "quiet" | "icon" };

// Button is a button as Slack draws it. An icon needs an aria-label, which is its
// tooltip too.
export function Button({ kind, className, title, ...rest }: Props) {
  const tab = useTab();
  const classes = ["button", kind, className].filter(Boolean).join(" ");
  return <button type="button" tabIndex={tab} className={classes} title={title ?? (kind === "icon" ? rest["aria-label"] : undefined)} {...rest} />;
}
