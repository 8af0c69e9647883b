package rollout

import (
	"fmt"
	"strings"
	"time"
)

// How often a rollout looks at its build. The image and the record of the run are
// looked at; what the code host itself has to be asked is an errand.
const (
	buildPoll = 5 * time.Second  // until it is known which run builds it
	runPoll   = 15 * time.Second // afterwards: a webhook tells sooner
	findAgain = 15 * time.Second // after this, a run that nobody knows is looked for again
	lookAgain = time.Minute      // after this, the code host is asked again

	lookSeldom = 8 * time.Minute // and no more seldom than this
)

// build waits for the image of the release, and has it built where that can be.
func (t *turn) build() Intent {
	b, was := t.o.Build, t.Build
	if b == nil {
		return Intent{}
	}
	t.Build = b
	switch b.State {
	case BuildReady:
		if pinned := t.Release.Digest; pinned != "" && pinned != b.Digest {
			return t.end(Failed, t.otherImage(b.Digest))
		}
		t.Release.Digest, t.Build = b.Digest, b.madeBy(was)
		return t.enter(Deploying, deployLimit)
	case BuildFailed:
		return t.end(Failed, Cause{Code: CauseBuild, Text: b.why()})
	case BuildAbsent:
		return t.absent(was)
	case BuildRunning:
		return t.running(was)
	}
	return Intent{}
}

// madeBy is the image with the run that made it, as far as there was one.
func (b Build) madeBy(was *Build) *Build {
	if was != nil {
		b.Run, b.Attempt, b.URL = was.Run, was.Attempt, was.URL
	}
	return &b
}

// absent has the image built. One that was verified elsewhere cannot be made again:
// another build of the commit is another image.
func (t *turn) absent(was *Build) Intent {
	switch {
	case t.Release.Digest != "":
		return t.end(Failed, Cause{Code: CauseArtifact, Text: fmt.Sprintf("the image that was verified before (%s) is gone from the registry", t.Release.Brief())})
	case !t.Builds:
		return t.end(Failed, Cause{Code: CauseBuild, Text: t.Build.why()})
	}
	return t.await(was, buildPoll, lookAgain)
}

// running waits for whoever tells of the run, and has it looked at if nobody does.
func (t *turn) running(was *Build) Intent {
	if t.Build.Run == 0 {
		return t.await(was, buildPoll, max(t.Build.Rest, findAgain))
	}
	return t.await(was, runPoll, max(t.Build.Rest, findAgain))
}

// await looks again a little later, and has the code host asked when it was neither
// heard of nor asked for a while.
func (t *turn) await(was *Build, poll, patience time.Duration) Intent {
	b := *t.Build
	if was != nil && was.State == b.State && was.Looked.After(b.Looked) {
		b.Looked = was.Looked
	}
	t.Build, t.Wake = &b, t.at.Add(poll)
	if t.at.Sub(b.Looked) < patience {
		return Intent{}
	}
	b.Looked = t.at
	return Intent{Kind: DoBuild}
}

// otherImage is the cause of stopping because the commit's tag leads to another image
// than the one that an earlier environment has verified.
func (t *turn) otherImage(found string) Cause {
	return Cause{Code: CauseArtifact, Text: fmt.Sprintf("the image of %s is not the one that was verified before: expected %s, found %s", t.Release.Short(), t.Release.Brief(), Release{Digest: found}.Brief())}
}

// why says why there is nothing to deploy. A build that failed has a run, and an
// address; without one nobody builds, and the reason is all there is to say.
func (b Build) why() string {
	switch {
	case b.Failure != nil && b.Failure.Job != "":
		return "the build failed: " + b.Failure.where()
	case b.Reason == "":
		return "the build failed"
	case b.URL == "":
		return b.Reason
	default:
		return "the build failed: " + b.Reason
	}
}

// where names the job and its step: "job test, step Unit tests".
func (f Failure) where() string {
	if f.Step == "" {
		return "job " + f.Job
	}
	return "job " + f.Job + ", step " + f.Step
}

// stands says how a build stands that did not come to an end in time.
func (b Build) stands() string {
	switch {
	case b.State == BuildAbsent:
		return "nobody has begun its build"
	case len(b.Waits) > 0:
		return "its build waits for somebody to approve " + strings.Join(b.Waits, ", ")
	case b.Run == 0:
		return "nobody knows which run builds it"
	default:
		return "its build is still under way"
	}
}
