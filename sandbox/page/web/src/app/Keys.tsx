import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";

const keys: [string[], string][] = [
  [["Enter"], "sends"],
  [["Shift", "Enter"], "is a new line"],
  [["Tab"], "completes a command"],
  [["↑"], "in an empty box brings back what you sent"],
  [["↑", "↓"], "go from message to message"],
  [["F6"], "goes from region to region"],
  [["Esc"], "closes what is open"],
];

// Keys is what can be done with the keyboard.
export function Keys({ onClose }: { onClose: () => void }) {
  return (
    <Dialog label="Keys" className="confirm" testid="keys-dialog" onClose={onClose}>
      <h2>Keys</h2>
      <dl className="keys">
        {keys.map(([pressed, does]) => (
          <div key={does}>
            <dt>{pressed.map((k) => <kbd key={k}>{k}</kbd>)}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <div className="answers"><Button data-focus kind="primary" data-testid="keys-close" onClick={onClose}>Close</Button></div>
    </Dialog>
  );
}
