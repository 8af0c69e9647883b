// Progress: a plan of tasks, and a task on its own.
import type { Block, Task } from "../kit";
import { Link, Words, plainly } from "../text/Text";
import { RichText } from "./RichText";

const signs = {
  pending: ["", "To do"],
  in_progress: ["", "Under way"],
  complete: ["✓", "Done"],
  error: ["!", "Failed"],
} as const;

export function TaskCard({ of }: { of: Task }) {
  const status = of.status ?? "pending";
  const [sign, label] = signs[status] ?? signs.pending;
  return (
    <div className={"task " + status} data-task-id={of.task_id} data-status={status}>
      <span className={"status " + status} role="img" aria-label={label} title={label}>{sign}</span>
      <div>
        <div className="task-title"><bdi>{of.title}</bdi></div>
        {of.details && <div className="task-more"><RichText of={of.details} /></div>}
        {of.output && <div className="task-more output"><RichText of={of.output} /></div>}
        {of.sources?.map((s, i) => <div key={i} className="task-more"><Link url={s.url}>{s.text}</Link></div>)}
      </div>
    </div>
  );
}

export function Plan({ of }: { of: Block<"plan"> }) {
  const tasks = of.tasks ?? [];
  const done = tasks.filter((t) => t.status === "complete").length;
  return (
    <section className="plan" aria-label={plainly(of.title)}>
      <header><strong><Words of={of.title} /></strong><small>{done} of {tasks.length}</small></header>
      {tasks.map((t) => <TaskCard key={t.task_id} of={t} />)}
    </section>
  );
}
