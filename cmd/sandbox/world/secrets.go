package world

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// Secrets are what the bot shares with its workspace and the code host. They are made once for a folder.
type Secrets struct {
	SigningSecret string `json:"signing_secret"`
	BotToken      string `json:"bot_token"`
	CodeToken     string `json:"code_token"`  // to the code host
	HookSecret    string `json:"hook_secret"` // signs what the code host sends
}

// openSecrets reads the file, or makes it if there is none.
func openSecrets(file string, random io.Reader) (Secrets, error) {
	var s Secrets
	body, err := os.ReadFile(file) //nolint:gosec // a name of our own in the folder that we were given
	if errors.Is(err, os.ErrNotExist) {
		return makeSecrets(file, random)
	}
	if err == nil {
		err = json.Unmarshal(body, &s)
	}
	switch {
	case err != nil:
		return s, fmt.Errorf("read the secrets: %w", err)
	case s.SigningSecret == "" || s.BotToken == "" || s.CodeToken == "" || s.HookSecret == "":
		return s, fmt.Errorf("read the secrets: %s lacks one; without the file, new ones are made", file)
	}
	return s, nil
}

func makeSecrets(file string, random io.Reader) (Secrets, error) {
	b := make([]byte, 96)
	if _, err := io.ReadFull(random, b); err != nil {
		return Secrets{}, fmt.Errorf("make the secrets: %w", err)
	}
	s := Secrets{
		SigningSecret: hex.EncodeToString(b[:32]), BotToken: "xoxb-sandbox-" + hex.EncodeToString(b[32:48]),
		CodeToken: "ghp_sandbox" + hex.EncodeToString(b[48:64]), HookSecret: hex.EncodeToString(b[64:]),
	}
	body, err := json.Marshal(s)
	if err != nil {
		return s, fmt.Errorf("make the secrets: %w", err)
	}
	part := file + ".part" // so that a kill leaves the whole file behind, or none
	if err = os.WriteFile(part, body, 0o600); err == nil {
		err = os.Rename(part, file)
	}
	if err != nil {
		return s, fmt.Errorf("keep the secrets: %w", err)
	}
	return s, nil
}
