// Block Kit, as far as the page reads it: docs.slack.dev/reference/block-kit.

export interface Text {
  type: "plain_text" | "mrkdwn";
  text: string;
  emoji?: boolean;
}

export const plainText = (text: string): Text => ({ type: "plain_text", text });

export interface Confirm {
  title?: Text;
  text: Text;
  confirm?: Text;
  deny?: Text;
  style?: "primary" | "danger";
}

export interface Option {
  text: Text;
  value: string;
  description?: Text;
  url?: string;
}

export interface OptionGroup {
  label: Text;
  options: Option[];
}

// Element is anything interactive, and images. It is not told apart by type: their
// fields do not collide, and most of them are read alike.
export interface Element {
  type: string;
  action_id?: string;
  text?: Text | string;
  value?: string;
  url?: string;
  style?: "primary" | "danger";
  confirm?: Confirm;
  accessibility_label?: string;
  placeholder?: Text;
  options?: Option[];
  option_groups?: OptionGroup[];
  initial_option?: Option;
  initial_options?: Option[];
  initial_value?: string;
  initial_user?: string;
  initial_users?: string[];
  initial_channel?: string;
  initial_channels?: string[];
  initial_conversation?: string;
  initial_conversations?: string[];
  default_to_current_conversation?: boolean;
  filter?: { include?: string[]; exclude_bot_users?: boolean };
  initial_date?: string;
  initial_time?: string;
  initial_date_time?: number;
  min_query_length?: number;
  max_selected_items?: number;
  multiline?: boolean;
  min_length?: number;
  max_length?: number;
  min_value?: string;
  max_value?: string;
  is_decimal_allowed?: boolean;
  focus_on_load?: boolean;
  dispatch_action_config?: { trigger_actions_on?: string[] };
  image_url?: string;
  slack_file?: { id?: string; url?: string };
  alt_text?: string;
  icon?: string;
  positive_button?: { text: Text; value: string };
  negative_button?: { text: Text; value: string };
}

export interface RichPart {
  type: string;
  elements: RichInline[];
  style?: "bullet" | "ordered";
  indent?: number;
  offset?: number;
  border?: number;
}

export interface RichInline {
  type: string;
  text?: string;
  url?: string;
  name?: string;
  unicode?: string;
  user_id?: string;
  usergroup_id?: string;
  channel_id?: string;
  team_id?: string;
  range?: string;
  value?: string;
  timestamp?: number;
  format?: string;
  fallback?: string;
  style?: Record<string, boolean>;
  elements?: RichInline[]; // of a list's item, which is a section
}

export interface Rich {
  type: "rich_text";
  elements: RichPart[];
}

export interface Task {
  task_id: string;
  title: string;
  status?: "pending" | "in_progress" | "complete" | "error";
  details?: Rich;
  output?: Rich;
  sources?: { url: string; text: string }[];
}

export type Cell = Rich | { type: "raw_text" | "raw_number"; text?: string; value?: number };

export interface Chart {
  type: "line" | "area" | "bar" | "pie";
  axis_config?: { categories: string[]; x_label?: string; y_label?: string };
  series?: { name: string; data: { label: string; value: number }[] }[];
  segments?: { label: string; value: number }[];
}

// Pictured is an image: a block, or an element.
interface Pictured {
  image_url?: string;
  slack_file?: { id?: string; url?: string };
  alt_text?: string;
}

interface Tabular {
  rows?: Cell[][];
  caption?: string;
  column_settings?: ({ align?: "left" | "center" | "right"; is_wrapped?: boolean } | null)[];
}

// Kinds are the types of blocks, with what each has.
export interface Kinds {
  header: { text?: Text };
  divider: object;
  section: { text?: Text; fields?: Text[]; accessory?: Element };
  context: { elements?: (Element | Text)[] };
  actions: { elements?: Element[] };
  context_actions: { elements?: Element[] };
  image: Pictured & { title?: Text };
  input: { label?: Text; hint?: Text; element: Element; optional?: boolean; dispatch_action?: boolean };
  markdown: { text?: string };
  rich_text: Rich;
  plan: { title?: Text | string; tasks?: Task[] };
  task_card: Task;
  table: Tabular;
  data_table: Tabular;
  data_visualization: { title?: Text | string; chart?: Chart };
  alert: { level?: string; text?: Text };
  card: { title?: Text; subtitle?: Text; body?: Text; actions?: Element[] };
  carousel: { cards?: Block<"card">[]; elements?: Block<"card">[] };
  container: { blocks?: Block[] };
}

// Block is any block, or one of certain kinds.
export type Block<K extends keyof Kinds = keyof Kinds> = { [T in K]: { type: T; block_id?: string } & Omit<Kinds[T], "type"> }[K];

// View is a modal, or the Home tab.
export interface View {
  id: string;
  type: "modal" | "home";
  title?: Text;
  submit?: Text;
  close?: Text;
  blocks: Block[];
  hash?: string;
  callback_id?: string;
  submit_disabled?: boolean;
  state?: { values?: Record<string, Record<string, unknown>> };
}
