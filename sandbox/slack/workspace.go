package slack

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// maxBody bounds a request's body in bytes. Slack's own messages are far smaller.
const maxBody = 1 << 20

// Disk keeps rows through restarts. Write keeps all of some rows or none, and
// forgets those whose value is nil; what it has kept must be durable when it
// returns. A value passed to fn is only valid during the call.
type Disk interface {
	Write(rows map[string][]byte) error
	Each(prefix string, fn func(key string, value []byte) error) error
}

// Options describe a workspace and the one app installed in it.
type Options struct {
	TeamID   string // "T…"
	TeamName string // also the domain; "sandbox" if empty

	AppID         string // "A…"
	BotToken      string // what the app must present, "xoxb-…"
	AppToken      string // what it opens connections with, "xapp-…"; empty: it is not in Socket Mode
	BotUserID     string // the app's own user, "U…"; added to Users if missing there
	SigningSecret string // signs what is sent to the app

	// Users and Channels are who and what is there at first. What is on Disk
	// under the same id wins.
	Users    []User
	Channels []Channel

	// Groups are the user groups. Scopes are what the token is good for, and Events
	// what the app is subscribed to ("app_mention", "message.channels"). No scopes
	// mean all but chat:write.public; no events mean none.
	Groups []Group
	Scopes []string
	Events []string

	// Unfurls are the domains, such as "links.example.com", of which the app is told
	// when somebody posts a link to them (link_shared).
	Unfurls []string

	// Shortcuts are those that the app has.
	Shortcuts []Shortcut

	// Stamp is the clock of the world that the messages are about, which people read
	// beside each ([Message.At]); Now if nil. Slack's own times, every ts among
	// them, go by Now. Stamp, Now and NewID may be called at any time, also while the
	// workspace is locked: they must not call it.
	Stamp func() time.Time

	// Now is the wall clock. NewID gives a fresh id that begins with prefix and
	// never repeats, over restarts too.
	Now   func() time.Time
	NewID func(prefix string) string

	Disk Disk // nil keeps everything in memory only

	RequestURL string       // the app: RequestURL/slack/commands, /slack/interactions, /slack/options (for external menus) and /slack/events
	PublicURL  string       // where Handler is mounted, as the app sees it
	HTTP       *http.Client // sends to the app; nil for a plain one that follows no redirects
}

// Workspace is a simulated Slack workspace. Its methods may be called from
// several goroutines at once.
type Workspace struct {
	opts     Options
	methods  map[string]method
	choosers map[string]chooser // by type of element
	clicked  kinds              // the elements that need an action_id

	mu        sync.Mutex
	users     []User
	channels  []Channel
	messages  map[string][]Message // by channel, in order of ts
	responses map[string]responseURL
	panels    map[string]panel
	triggers  map[string]trigger
	picked    map[spotKey]chosen          // in messages, since the process began
	offered   map[offerKey]map[string]any // options by value
	files     map[string]file
	events    []*pending // in the order they happened
	lastEvent int64      // the newest event's number
	lastTS    int64      // the newest ts given out, in microseconds
	limiter   limiter
	forced    map[string]forced // by method
	unknown   []string          // kinds of blocks that it does not take
	sockets   sockets

	version int64
	changed chan struct{} // closed and replaced at every change
}

// New opens the workspace: it loads what is on Disk and adds what is missing
// there from Options.
func New(o Options) (*Workspace, error) {
	if err := o.complete(); err != nil {
		return nil, err
	}
	w := &Workspace{
		opts:      o,
		methods:   methods(),
		choosers:  choosers(),
		clicked:   elements(),
		messages:  map[string][]Message{},
		responses: map[string]responseURL{},
		panels:    map[string]panel{},
		triggers:  map[string]trigger{},
		picked:    map[spotKey]chosen{},
		offered:   map[offerKey]map[string]any{},
		files:     map[string]file{},
		limiter:   limiter{},
		forced:    map[string]forced{},
		sockets:   sockets{tickets: map[string]time.Time{}},
		version:   1,
		changed:   make(chan struct{}),
	}
	if err := w.load(); err != nil {
		return nil, err
	}
	return w, nil
}

// complete checks the options and fills in what may be left out.
func (o *Options) complete() error {
	if err := o.check(); err != nil {
		return fmt.Errorf("slack workspace: %w", err)
	}
	if o.Stamp == nil {
		o.Stamp = o.Now
	}
	if o.TeamName == "" {
		o.TeamName = "sandbox"
	}
	if o.HTTP == nil {
		o.HTTP = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		}}
	}
	o.RequestURL = strings.TrimSuffix(o.RequestURL, "/")
	o.PublicURL = strings.TrimSuffix(o.PublicURL, "/")
	return nil
}

// Handler serves the app's side: /api/<method>, /response/<id>, and for files
// /upload/v1/<ticket> and /files-pri/<id>/<name>, and for Socket Mode /link/.
func (w *Workspace) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/{method}", w.serveAPI)
	mux.HandleFunc("POST /api/{method}", w.serveAPI)
	mux.HandleFunc("POST /response/{id}", w.serveResponse)
	mux.HandleFunc("POST /upload/v1/{ticket}", w.serveUpload)
	mux.HandleFunc("GET /files-pri/{id}/{name}", w.serveFile)
	mux.HandleFunc("GET /link/", w.serveLink)
	return mux
}

// botID is the id of the app's bot, which is not its user.
func (w *Workspace) botID() string { return "B" + strings.TrimLeft(w.opts.BotUserID, "UW") }
