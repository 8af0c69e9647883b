import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { applyTheme } from "./app/theme";
import "./theme.css";
import "./ui/ui.css";
import { watch } from "./watch";

applyTheme();
void watch();
createRoot(document.getElementById("root")!).render(<App />);
