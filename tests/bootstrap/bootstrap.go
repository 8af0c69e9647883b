// Package bootstrap packs a program as the code of a Lambda function.
package bootstrap

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Zip writes a zip file with the program in it as "bootstrap", which Lambda's
// provided runtimes start, and other files beside it under their own names. It has
// no times in it, so that the same files always give the same zip, and the same
// CodeSha256.
func Zip(out io.Writer, program string, beside ...string) error {
	z := zip.NewWriter(out)
	if err := add(z, program, "bootstrap", 0o755); err != nil {
		return err
	}
	for _, file := range beside {
		if err := add(z, file, filepath.Base(file), 0o644); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("pack %s: %w", program, err)
	}
	return nil
}

func add(z *zip.Writer, file, name string, mode fs.FileMode) error {
	in, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	defer func() { _ = in.Close() }() // it was only read
	header := &zip.FileHeader{Name: name, Method: zip.Deflate}
	header.SetMode(mode)
	w, err := z.CreateHeader(header)
	if err != nil {
		return fmt.Errorf("pack %s: %w", file, err)
	}
	if _, err := io.Copy(w, in); err != nil {
		return fmt.Errorf("pack %s: %w", file, err)
	}
	return nil
}
