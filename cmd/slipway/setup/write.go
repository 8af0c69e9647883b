package setup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// write writes all files or none: each beside its place first, and only when all are
// there are they moved in. When one cannot be, those before it are put back.
func write(folder string, all []change) (err error) {
	var prepared []string
	defer func() {
		for _, name := range prepared {
			_ = os.Remove(name) // those that were moved are gone already
		}
	}()
	for _, c := range all {
		name, err := prepare(filepath.Join(folder, c.path), c.text)
		if err != nil {
			return fmt.Errorf("write %s: %w; nothing was changed", c.path, err)
		}
		prepared = append(prepared, name)
	}
	for i, c := range all {
		if err := os.Rename(prepared[i], filepath.Join(folder, c.path)); err != nil {
			err = fmt.Errorf("write %s: %w; what was written before it was put back", c.path, err)
			return errors.Join(err, putBack(folder, all[:i]))
		}
	}
	return nil
}

// prepare writes a text beside its place, and tells where.
func prepare(path string, text []byte) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".slipway-init-*")
	if err != nil {
		return "", err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()) // as anything in a repository; no secret is in it
	if err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// putBack undoes what was written.
func putBack(folder string, all []change) error {
	var wrong []error
	for _, c := range all {
		path := filepath.Join(folder, c.path)
		if c.state == fresh {
			wrong = append(wrong, os.Remove(path))
			continue
		}
		name, err := prepare(path, c.was)
		if err == nil {
			err = os.Rename(name, path)
		}
		wrong = append(wrong, err)
	}
	return errors.Join(wrong...)
}
