// What the tour says, and what it points at.
import { limit, percent } from "../cloud/words";
import type { Pane } from "../world";

export interface Step {
  title: string;
  text: string[];
  at: string; // data-tour of the element that it points at
  pane: Pane; // where that is in a narrow window
  side: "top" | "bottom" | "left" | "right";
}

export const steps: Step[] = [
  {
    title: "Welcome. Nothing here is real",
    text: [
      "This is a Slack, and beside it a cloud account: both simulated, on your machine. The bot between them, Slipway, is the real one. "
        + "It ships new versions of services, safely.",
      "So press everything. Reset brings it all back.",
    ],
    at: "messages", pane: "messages", side: "right",
  },
  {
    title: "Ship something",
    text: [
      "You ship with a command, such as the one that waits in this box at first. Press Enter, and Slipway builds that commit, checks it and moves traffic to it, "
        + "all in one message that it keeps up to date.",
      "Type / to see what else it can do.",
    ],
    at: "composer", pane: "messages", side: "top",
  },
  {
    title: "Watch the canary",
    text: [
      "A canary is a new version that gets a small share of the real calls first, say 10\u00a0%, while the old one serves the rest. "
        + "If it is bad, only those few calls notice.",
      "This bar is who gets how much. Each minute Slipway looks at the calls: if the new version fails more of them than the old one, "
        + `or more than ${percent(limit)}, and chance does not explain it, it goes back by itself. Else it gets more.`,
      "prod gets new versions like this; staging, where little can be hurt, gets them whole.",
    ],
    at: "weights", pane: "cloud", side: "left",
  },
  {
    title: "Now break it",
    text: [
      "Ship a broken version with this button. It fails one call in five. Slipway sees that this is too much, and more than chance explains, "
        + "and takes all traffic off it by itself.",
      "Its message says why, with both versions' numbers.",
    ],
    at: "broken", pane: "cloud", side: "left",
  },
  {
    title: "Who may press what",
    text: [
      "Be somebody else here. Ana and Ben have roles that may deploy; Mia has none, and only looks; Gus is a guest, and cannot use Slipway.",
      "Slipway asks who you are at every command and every click, so try a button as Gus.",
    ],
    at: "who", pane: "channels", side: "right",
  },
];
