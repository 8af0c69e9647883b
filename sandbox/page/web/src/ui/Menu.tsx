import * as Kit from "@ariakit/react";
import type { ReactNode } from "react";

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
  tabIndex?: number;
  actionID?: string;
  disabled?: boolean;
  placement?: "bottom-start" | "bottom-end" | "top-start";
}

// Menu is a button with a list of things to do.
export function Menu({ label, children, items, className = "button icon", testid, tabIndex, actionID, disabled, placement }: Props) {
  return (
    <Kit.MenuProvider placement={placement}>
      <Kit.MenuButton className={className} aria-label={label} title={label} data-testid={testid} tabIndex={tabIndex} data-action-id={actionID} disabled={disabled}>
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
