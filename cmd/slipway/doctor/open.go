package doctor

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/bot/client"
	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/wiring"
)

// open finds out where things are, and lets the doctor in.
func open(ctx context.Context, w wiring.World, f flags) (*wiring.Doctor, error) {
	p, err := read(w)
	if err != nil {
		return nil, err
	}
	if err := known(p, f); err != nil {
		return nil, &params.Wrong{Err: err}
	}
	set, err := keys(ctx, p)
	if err != nil {
		return nil, err
	}
	a := wiring.Access{Pager: set.Secret(secrets.PagerDutyRoutingKey)}
	if who, err := set.GitHub(); err == nil {
		a.GitHub = who
	} else if len(set.All(secrets.GitHubAppID, secrets.GitHubInstallationID, secrets.GitHubPrivateKey)) > 0 {
		return nil, &params.Wrong{Err: err}
	}
	if token := set.Secret(secrets.SlackBotToken); !token.Empty() {
		o := client.Options{Token: token.Reveal(), ResponseOrigin: p.Settings.ResponseOrigin(), Now: w.Now}
		if p.Settings.Slack != "" {
			o.API = p.Settings.Slack + "/api/"
		}
		if a.Slack, err = client.New(o); err != nil {
			return nil, err
		}
	}
	if secret := signing(w, set); f.url != "" && !secret.Empty() {
		a.Front = probe{url: f.url, secret: secret, now: w.Now, http: &http.Client{Timeout: 10 * time.Second, CheckRedirect: stay}}.look
	}
	return p.Doctor(a)
}

// read reads the environment. Most of it may be missing.
func read(w wiring.World) (wiring.Plan, error) {
	w.Environ = append([]string{"SLIPWAY_LOG_LEVEL=warn"}, w.Environ...) // unless it says otherwise: it is read by people
	p, err := wiring.Read(w, wiring.DoctorFunction)
	if p.Settings.Config == "" {
		err = errors.Join(err, errors.New("SLIPWAY_CONFIG is missing: file name of slipway.yaml"))
	}
	if err != nil {
		return p, &params.Wrong{Err: err}
	}
	return p, nil
}

// known misses a service or an environment that nobody has.
func known(p wiring.Plan, f flags) error {
	var errs []error
	if _, ok := p.Config.Service(f.where.Service); !ok && f.where.Service != "" {
		errs = append(errs, fmt.Errorf("--service %q is not in %s", f.where.Service, p.Settings.Config))
	}
	if _, ok := p.Config.Environment(f.where.Environment); !ok && f.where.Environment != "" {
		errs = append(errs, fmt.Errorf("--env %q is not in %s", f.where.Environment, p.Settings.Config))
	}
	return errors.Join(errs...)
}

// keys are the secrets: those of the worker, or of the environment when nobody says where
// the worker's are.
func keys(ctx context.Context, p wiring.Plan) (secrets.Set, error) {
	where := p.Secrets
	if p.Settings.Secrets == "" {
		var err error
		if where, err = secrets.Parse("env:"); err != nil {
			return secrets.Set{}, err
		}
	}
	set, err := secrets.New(p.AWS, where, secrets.Options{Env: p.Env, Now: p.Now}).Get(ctx)
	if err != nil {
		return secrets.Set{}, fmt.Errorf("read the secrets: %w", err)
	}
	return set, nil
}

// signing is Slack's signing secret, which the worker's secret does not hold.
func signing(w wiring.World, set secrets.Set) secrets.Secret {
	if s := set.Secret(secrets.SlackSigningSecret); !s.Empty() {
		return s
	}
	return secrets.NewSecret(w.Env(secrets.SlackSigningSecret))
}
