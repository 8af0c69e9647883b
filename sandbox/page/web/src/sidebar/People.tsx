import { Avatar } from "../ui/Avatar";
import { become, useWorld } from "../world";

// People is the switch for who one is, with what each may do.
export function People() {
  const info = useWorld((w) => w.info), me = useWorld((w) => w.me);
  const chosen = info?.users.find((u) => u.id === me);
  return (
    <fieldset className="people" data-testid="who" data-tour="who">
      <legend>You are</legend>
      {info?.users.map((u) => (
        <label key={u.id} className="person" data-testid={"who-" + u.name.toLowerCase()} title={u.may && `May ${u.may}`}>
          <input type="radio" name="who" value={u.id} checked={u.id === me} onChange={() => become(u.id)} aria-description={u.may && `May ${u.may}`} />
          <Avatar name={u.name} />
          <span>{u.name}<small>{u.role}</small></span>
        </label>
      ))}
      {chosen?.may && <p className="may" data-testid="may">May {chosen.may}.</p>}
    </fieldset>
  );
}
