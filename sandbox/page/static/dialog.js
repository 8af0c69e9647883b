// Questions before something is done, as Slack asks them.
import { $ } from "./dom.js";
import { words } from "./mrkdwn.js";

// ask shows a confirm object; it resolves to whether the answer was yes.
export function ask(confirm) {
  const dialog = $("confirm"), yes = $("confirm-ok"), no = $("confirm-cancel");
  $("confirm-title").replaceChildren(...words(confirm.title));
  $("confirm-text").replaceChildren(...words(confirm.text));
  yes.textContent = confirm.confirm.text;
  no.textContent = confirm.deny.text;
  yes.className = "button " + (confirm.style ?? "primary");
  no.className = "button";
  return new Promise((done) => {
    const gone = new AbortController();
    const end = (answer) => {
      gone.abort();
      dialog.close();
      done(answer);
    };
    yes.addEventListener("click", () => end(true), { signal: gone.signal });
    no.addEventListener("click", () => end(false), { signal: gone.signal });
    dialog.addEventListener("cancel", () => end(false), { signal: gone.signal });
    dialog.showModal();
    yes.focus();
  });
}
