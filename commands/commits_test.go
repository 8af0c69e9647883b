package commands_test

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// Commits of checkout that have not been shipped; v39 to v41 are of other ones.
const (
	goodSHA    = "abc1230000000000000000000000000000000001"
	badSHA     = "bad0000000000000000000000000000000000002"
	crashSHA   = "c4a5000000000000000000000000000000000003"
	unbuiltSHA = "dddddd0000000000000000000000000000000004"
)

// shipped is the SHA of a version that is there from the start. Those of v39 and
// v40 begin alike.
func shipped(v rollout.Version) string {
	begin := map[rollout.Version]string{"39": "5ea5e1a9", "40": "5ea5e1b0", "41": "41414141"}[v]
	return begin + strings.Repeat("0", 40-len(begin))
}

// commit is a commit of a service.
type commit struct {
	Service string
	rollout.Release
	behaviour string // of a version that is made of it
	unbuilt   bool   // it has no image from the start
	refs      []string
}

// digest is that of the image which a build of a commit makes.
func digest(sha string) string { return "sha256:" + sha + "000000000000000000000000" }

func commits() []commit {
	var out []commit
	for _, v := range []rollout.Version{"39", "40", "41"} {
		out = append(out, commit{Service: "checkout", Release: rollout.Release{SHA: shipped(v)}, behaviour: "good"})
	}
	return append(out,
		commit{Service: "checkout", Release: rollout.Release{SHA: badSHA}, behaviour: "bad"},
		commit{Service: "checkout", Release: rollout.Release{SHA: crashSHA}, behaviour: "crash"},
		commit{Service: "checkout", Release: rollout.Release{SHA: unbuiltSHA}, behaviour: "good", unbuilt: true},
		commit{Service: "checkout", Release: rollout.Release{SHA: goodSHA, Subject: "Pay by invoice", Author: "ana"}, behaviour: "good", refs: []string{"invoices", "latest"}},
	)
}

// commitOf is one of them.
func commitOf(sha string) commit {
	all := commits()
	return all[slices.IndexFunc(all, func(c commit) bool { return c.SHA == sha })]
}

func (w *world) push(c commit, takes time.Duration) error {
	_, err := w.cloud.PutImage(account.Repository("checkout"), c.SHA, digest(c.SHA), takes)
	return errors.Join(err, w.cloud.SetBehaviour(digest(c.SHA), cloud.Presets()[c.behaviour]))
}

// image is where a commit's image is, by its digest.
func (w *world) image(sha string) string { return account.Repository("checkout") + "@" + digest(sha) }
