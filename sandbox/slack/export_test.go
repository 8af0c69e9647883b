package slack

// Remembered counts what is kept beside messages, views and people: it must not
// grow with what is gone.
func (w *Workspace) Remembered() int { return len(w.picked) + len(w.offered) + len(w.files) }
