import * as Kit from "@ariakit/react";
import type { ReactNode } from "react";
import { useTab } from "./reach";

export interface Item {
  key: string;
  label: ReactNode;
  more?: ReactNode;
  testid?: string;
  onChoose: () => void;
}

interface Props {
  label: string;
  children: ReactNode; // of the button that opens it
  items: Item[];
  className?: string;
  testid?: string;
  actionID?: string;
  disabled?: boolean;
  placement?: "bottom-start" | "bottom-end" | "top-start";
}

// Menu is a button with a list of things to do.
export function Menu({ label, children, items, className = "button icon", testid, actionID, disabled, placement }: Props) {
  const tab = useTab();
  return (
    <Kit.MenuProvider placement={placement}>
      <Kit.MenuButton className={className} aria-label={label} title={label} data-testid={testid} tabIndex={tab} data-action-id={actionID} disabled={disabled}>
        {children}
      </Kit.MenuButton>
      <Kit.Menu className="popup" gutter={4} fixed unmountOnHide aria-label={label}>
        {items.map((item) => (
          <Kit.MenuItem key={item.key} className="choice" data-testid={item.testid} onClick={item.onChoose}>
            {item.label}
            {item.more && <small>{item.more}</small>}
          </Kit.MenuItem>
        ))}
      </Kit.Menu>
    </Kit.MenuProvider>
  );
}
